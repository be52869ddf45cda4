/** Steps through one text of a query string, and says where and why it cannot be parsed. */
import { apiErrors } from '../api-error.ts';

export class Reader {
  readonly #what: string;
  readonly #text: string;
  at = 0;

  /** @param what "select parameter", "filter", …: what the text is, for error messages */
  constructor(what: string, text: string, shown = text) {
    this.#what = `failed to parse ${what} (${shown})`;
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.at >= this.#text.length;
  }

  /** The next characters, without taking them. */
  ahead(count = 1): string {
    return this.#text.slice(this.at, this.at + count);
  }

  /** Takes `token` if it comes next. */
  eat(token: string): boolean {
    if (!this.#text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  /** Takes what a sticky pattern (`/…/uy`) matches here. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text) ?? undefined;
    if (found !== undefined) this.at = pattern.lastIndex;
    return found;
  }

  expect(token: string): void {
    if (!this.eat(token)) throw this.parseError(`"${token}"`);
  }

  skipSpace(): void {
    this.match(/[ \t]*/uy);
  }

  /** The rest, taken. */
  rest(): string {
    const text = this.#text.slice(this.at);
    this.at = this.#text.length;
    return text;
  }

  /** Runs `read`; goes back and answers undefined when it does not fit. */
  attempt<T>(read: () => T | undefined): T | undefined {
    const start = this.at;
    const found = read();
    if (found === undefined) this.at = start;
    return found;
  }

  parseError(expected: string): Error {
    const found = this.atEnd ? 'end of input' : `'${this.ahead()}'`;
    return apiErrors.queryMalformed(
      `"${this.#what}" (line 1, column ${this.at + 1})`,
      `unexpected ${found} expecting ${expected}`,
    );
  }
}
