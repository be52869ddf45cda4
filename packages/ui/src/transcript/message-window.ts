// Which messages are in the document: a contiguous range of the list that moves with it, so that a transcript of any
// length costs what its window costs.

interface Identified {
  readonly id: string;
}

/** How many messages come or go at once. */
const WINDOW_PAGE_SIZE = 50;
/** Most messages in the document while somebody reads. */
const MESSAGES_LIMIT = 300;
/** Most while one is at the end: then what is far above is let go, a page at a time. */
const MESSAGES_LIMIT_AT_END = 100;

export class MessageWindow {
  #start = 0;
  #end = 0;
  #length = 0;
  #firstId: string | null = null;

  /** Index of the first message shown. */
  get start(): number {
    return this.#start;
  }

  /** Index after the last message shown. */
  get end(): number {
    return this.#end;
  }

  /** The newest message is inside. */
  get reachesEnd(): boolean {
    return this.#end === this.#length;
  }

  /** Starts at the newest page, or so that the message at `around` is inside. */
  open(messages: readonly Identified[], around = messages.length): void {
    this.#length = messages.length;
    const start = Math.min(messages.length - WINDOW_PAGE_SIZE, around - WINDOW_PAGE_SIZE / 5);
    this.#show(messages, start, start + MESSAGES_LIMIT);
  }

  /** Keeps the same messages in view after the list changed; includes new ones when it reached the end. */
  follow(messages: readonly Identified[], atEnd: boolean): void {
    const reached = this.reachesEnd;
    const size = this.#end - this.#start;
    const start = this.#find(messages);
    this.#length = messages.length;
    if (start < 0 || size === 0) {
      this.open(messages);
    } else if (reached && atEnd && messages.length - start > MESSAGES_LIMIT_AT_END) {
      this.#show(messages, messages.length - WINDOW_PAGE_SIZE, messages.length);
    } else {
      this.#show(messages, start, reached ? messages.length : start + size);
    }
  }

  /** Shows a page more at the top; true when that changed anything. */
  growOlder(messages: readonly Identified[]): boolean {
    if (this.#start === 0) return false;
    this.#show(messages, this.#start - WINDOW_PAGE_SIZE, this.#end);
    return true;
  }

  /** Shows a page more at the bottom; true when that changed anything. */
  growNewer(messages: readonly Identified[]): boolean {
    if (this.reachesEnd) return false;
    const end = Math.min(this.#end + WINDOW_PAGE_SIZE, messages.length);
    this.#show(messages, Math.max(this.#start, end - MESSAGES_LIMIT), end);
    return true;
  }

  /** At most MESSAGES_LIMIT from `start`: what is too much goes at the bottom. */
  #show(messages: readonly Identified[], start: number, end: number): void {
    this.#start = Math.max(0, start);
    this.#end = Math.min(messages.length, end, this.#start + MESSAGES_LIMIT);
    this.#firstId = messages[this.#start]?.id ?? null;
  }

  /** Where the first message went. Appending leaves it, prepending moves it by the difference; else look. */
  #find(messages: readonly Identified[]): number {
    const isFirst = (at: number): boolean => messages[at]?.id === this.#firstId;
    if (isFirst(this.#start)) return this.#start;
    const shifted = this.#start + messages.length - this.#length;
    return isFirst(shifted) ? shifted : messages.findIndex((message) => message.id === this.#firstId);
  }
}
