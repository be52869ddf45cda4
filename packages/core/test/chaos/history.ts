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
  /** The page that took it had said that it could not store. */
  readonly fragile: boolean;
  /** The person was told that it would not survive the page, and the page died. */
  excused: boolean;
}

export interface RenderedMessage {
  readonly id: string;
  readonly seq: number | null;
  readonly content: string;
  readonly delivery: string;
  readonly deleted: boolean;
}

/** A list as a person saw it at one moment. */
export interface Rendering {
  readonly client: string;
  readonly session: string;
  readonly at: number;
  readonly messages: readonly RenderedMessage[];
  /** False when the page said that unsent messages end with it. */
  readonly durable: boolean;
}

/** Which of a person's pages showed it: each death begins another. */
interface Seen extends Rendering {
  readonly life: number;
}

/** Enter was pressed and nobody answered yet. */
interface Attempt {
  readonly client: string;
  readonly session: string;
  readonly order: number;
}

export class History {
  readonly sent = new Map<string, SentMessage>();
  readonly renderings: Seen[] = [];
  /** By text, which is unique in a run. */
  readonly #attempts = new Map<string, Attempt>();
  readonly #deaths = new Map<string, number>();
  readonly #fragile = new Set<string>();
  #order = 0;

  /** Somebody presses Enter. A page may die before it says what became of it. */
  attempt(client: string, session: string, content: string): void {
    this.#attempts.set(content, { client, session, order: this.#order++ });
  }

  /** The text was refused before it was queued: it is still in the composer. */
  withdraw(content: string): void {
    this.#attempts.delete(content);
  }

  /** The page has the text under this id: from now on it must not get lost. */
  invoke(client: string, session: string, id: string, content: string): void {
    const order = this.#attempts.get(content)?.order ?? this.#order++;
    this.#attempts.delete(content);
    if (this.sent.has(id)) return;
    this.sent.set(id, {
      id,
      client,
      session,
      content,
      order,
      outcome: 'unknown',
      saidToFail: false,
      fragile: this.#fragile.has(client),
      excused: false,
    });
  }

  settle(id: string, outcome: Outcome): void {
    const message = this.sent.get(id);
    if (message && outcome === 'fail') message.saidToFail = true;
    // Once acknowledged, always acknowledged: a later doubt takes nothing back.
    if (message && message.outcome !== 'ok') message.outcome = outcome;
  }

  /** A page shows a list; what it shows of its own person is taken, or acknowledged, or refused. */
  render(rendering: Rendering): void {
    const { client, session, messages, durable } = rendering;
    this.renderings.push({ ...rendering, life: this.#deaths.get(client) ?? 0 });
    if (durable) this.#fragile.delete(client);
    else this.#fragile.add(client);
    for (const { id, content, delivery } of messages) {
      if (this.#attempts.get(content)?.client === client) this.invoke(client, session, id, content);
      if (this.sent.get(id)?.client !== client) continue;
      if (delivery === 'sent' || delivery === 'delivered' || delivery === 'read') this.settle(id, 'ok');
      if (delivery === 'failed') this.settle(id, 'fail');
    }
  }

  /** The person's page died. */
  died(client: string): void {
    this.#deaths.set(client, (this.#deaths.get(client) ?? 0) + 1);
    if (!this.#fragile.delete(client)) return;
    for (const message of this.sent.values())
      if (message.client === client && message.outcome === 'unknown') message.excused = true;
  }

  /** A row whose page died before it could tell the id, recognized by its text. */
  adopt(row: { readonly id: string; readonly session: string; readonly content: string }): void {
    const attempt = this.#attempts.get(row.content);
    if (attempt?.session === row.session) this.invoke(attempt.client, row.session, row.id, row.content);
  }
}
