// What is told on which topic, over all clients of the in-memory backend.

/** Whoever listens, at the end of a line that may be slow or broken. */
export interface HubMember {
  carry(deliver: () => void): void;
}

export interface MemoryHub {
  publish(topic: string, payload: unknown, except?: HubMember): void;
  subscribe(topic: string, member: HubMember, deliver: (payload: unknown) => void): () => void;
}

export function createMemoryHub(): MemoryHub {
  const topics = new Map<string, Set<{ member: HubMember; deliver: (payload: unknown) => void }>>();
  return {
    publish(topic, payload, except) {
      for (const entry of topics.get(topic) ?? []) {
        if (entry.member !== except) entry.member.carry(() => entry.deliver(payload));
      }
    },
    subscribe(topic, member, deliver) {
      const entry = { member, deliver };
      const members = topics.get(topic) ?? new Set();
      topics.set(topic, members.add(entry));
      return () => void members.delete(entry);
    },
  };
}
