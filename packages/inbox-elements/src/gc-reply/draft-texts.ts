// What was typed for one conversation, reply and note apart, and when a stored draft gives way to it.
import type { ReplyMode } from '../events/thread-intents.ts';

export class DraftTexts {
  /** Null while what was stored is still what counts. */
  #typed: Record<ReplyMode, string | null> = { reply: null, note: null };
  #sessionId: string | null = null;

  get sessionId(): string | null {
    return this.#sessionId;
  }

  /** True when this is another conversation than before; nothing is typed for it yet. */
  use(sessionId: string | null): boolean {
    if (sessionId === this.#sessionId) return false;
    this.#sessionId = sessionId;
    this.#typed = { reply: null, note: null };
    return true;
  }

  get(mode: ReplyMode, stored: () => string): string {
    return this.#typed[mode] ?? (this.#sessionId === null ? '' : stored());
  }

  set(mode: ReplyMode, text: string): void {
    this.#typed[mode] = text;
  }
}
