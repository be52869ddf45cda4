// What every intent has in common: it bubbles out of shadow roots, can be cancelled, and can be answered: listeners
// first, then the provider's default action.

/**
 * A wish of the person at the inbox, sent up the tree. The nearest `<gc-inbox-provider>` fulfils it after all listeners
 * ran, unless one of them called `preventDefault()`. A listener that fulfils it itself calls `respondWith()`.
 */
export class IntentEvent extends Event {
  #answer: Promise<void> | null = null;
  #action: (() => Promise<void>) | null = null;

  constructor(type: string) {
    super(type, { bubbles: true, composed: true, cancelable: true });
  }

  /**
   * How it went, for the element that asked: it keeps what was typed until this resolves, and shows that it failed when
   * this rejects. Null while nobody answered. A rejection that nobody awaits is reported as `gc-error` only.
   */
  get answer(): Promise<void> | null {
    return this.#answer;
  }

  /** Answers in the provider's place. The first answer counts; it also stands for `preventDefault()`. */
  respondWith(answer: Promise<unknown>): void {
    this.preventDefault();
    this.#accept(answer);
  }

  /** For providers: what happens unless a listener cancels. The innermost provider counts. */
  setDefaultAction(action: () => Promise<void>): void {
    this.#action ??= action;
  }

  /** For elements that send intents: dispatches from `target`, then runs the default action. Returns `answer`. */
  sendFrom(target: EventTarget): Promise<void> | null {
    target.dispatchEvent(this);
    if (!this.defaultPrevented && this.#action !== null) this.#accept(this.#action());
    return this.#answer;
  }

  #accept(answer: Promise<unknown>): void {
    if (this.#answer !== null) return;
    this.#answer = answer.then(() => undefined);
    // The provider reports failures; an element that does not wait must not raise an unhandled rejection.
    this.#answer.catch(() => undefined);
  }
}
