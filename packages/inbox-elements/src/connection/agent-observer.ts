// Notices when somebody else is at work in an inbox, wherever the last one signed out.
import type { Inbox } from '@globalchat/core';

/** Project, tenant and user. */
export type AgentKey = `${string}:${string}:${string}`;

/** The user of it, who may work for several tenants. */
export function userOf(agent: AgentKey | null | undefined): string | undefined {
  return agent?.split(':')[2];
}

type Listener = (agent: AgentKey | null, left: AgentKey | null, project: string) => void;

export class AgentObserver {
  readonly #onChange: Listener;
  /** Undefined until it is known for the first time: then whoever it is not is gone. */
  #agent: AgentKey | null | undefined;
  #project = '';
  #stop: (() => void) | null = null;

  /**
   * @param onChange Told who is there now, null for nobody, who left, and in which project the one who is there now is; a
   * change of tenant is no leaving. Who was there in another project is gone from the screen, and may still be signed in.
   */
  constructor(onChange: Listener) {
    this.#onChange = onChange;
  }

  /** With null nobody is watched; who was there last is remembered, since the next inbox may be of the same agent. */
  follow(inbox: Inbox | null): void {
    this.#stop?.();
    this.#stop = inbox?.subscribe(() => this.#look(inbox)) ?? null;
    if (inbox !== null) this.#look(inbox);
  }

  #look(inbox: Inbox): void {
    const { project } = inbox;
    const { me, status } = inbox.get();
    // Not known yet: that is no sign-out.
    if (me === null && status !== 'signed-out' && status !== 'no-access') return;
    const agent: AgentKey | null = me && `${project}:${me.tenantId}:${me.userId}`;
    const before = this.#agent;
    if (agent === before && project === this.#project) return;
    this.#agent = agent;
    this.#project = project;
    this.#onChange(agent, userOf(agent) === userOf(before) ? null : (before ?? null), project);
  }
}
