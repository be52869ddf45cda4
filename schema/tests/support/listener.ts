/**
 * Owns listening to a private topic with supabase-js, and waiting for what comes.
 */
import type { SupabaseClient } from '@supabase/supabase-js';

export interface Heard {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Listener {
  readonly events: readonly Heard[];
  /** Waits until the events are as wanted; fails after a while. */
  readonly until: (wanted: (events: readonly Heard[]) => boolean) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const PATIENCE_MS = 20_000;

/** Joins; rejects when that is refused. `since` asks for a replay from this point in time. */
export async function listen(client: SupabaseClient, topic: string, since?: number): Promise<Listener> {
  const events: Heard[] = [];
  const waiting = new Set<() => void>();
  await client.realtime.setAuth();
  const channel = client.channel(topic, {
    config: {
      private: true,
      broadcast: since === undefined ? {} : { replay: { since, limit: 25 } },
    },
  });
  channel.on('broadcast', { event: '*' }, ({ event, payload }) => {
    events.push({ event, payload: payload as Heard['payload'] });
    for (const look of [...waiting]) look();
  });
  await new Promise<void>((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (String(status) === 'SUBSCRIBED') resolve();
      else reject(error ?? new Error(status));
    });
  }).catch(async (error: unknown) => {
    await client.removeChannel(channel);
    throw error;
  });
  return {
    events,
    until: (wanted) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!wanted(events)) return;
          waiting.delete(look);
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`Heard only ${JSON.stringify(events)} on ${topic}`));
        }, PATIENCE_MS);
        waiting.add(look);
        look();
      }),
    async stop() {
      await client.removeChannel(channel);
    },
  };
}
