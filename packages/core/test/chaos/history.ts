// What a run did and saw, as it happened. Owns the record; refuses to judge it.

/** What became of a send: `fail` is certain not to be stored, `unknown` may be. */
export type Outcome = 'ok' | 'fail' | 'unknown';

export interface SentMessage {
  readonly id: string;
  readonly client: string;
  readonly session: string;
  readonly content: string;
  readonly order: number;
  outcome: Outcome;
  /** The person was told that it failed, whatever came later. */
  saidToFail: boolean;
}

export interface RenderedMessage {
  readonly id: string;
  readonly seq: number | null;
  readonly content: string;
  readonly delivery: string;
}

/** A list as a person saw it at one moment. */
export interface Rendering {
  readonly client: string;
  readonly session: string;
  readonly at: number;
  readonly messages: readonly RenderedMessage[];
}

export class History {
  readonly sent = new Map<string, SentMessage>();
  readonly renderings: Rendering[] = [];
  #order = 0;

  invoke(client: string, session: string, id: string, content: string): void {
    this.sent.set(id, {
      id,
      client,
      session,
      content,
      order: this.#order++,
      outcome: 'unknown',
      saidToFail: false,
    });
  }

  settle(id: string, outcome: Outcome): void {
    const message = this.sent.get(id);
    if (message && outcome === 'fail') message.saidToFail = true;
    // Once acknowledged, always acknowledged: a later doubt takes nothing back.
    if (message && message.outcome !== 'ok') message.outcome = outcome;
  }

  render(rendering: Rendering): void {
    this.renderings.push(rendering);
  }
}
