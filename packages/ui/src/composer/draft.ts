// The text in the box against the text that the host remembers. An echo of what was typed is told from a change made
// elsewhere, so a slow store never takes letters away, and another conversation's draft still arrives.

/** Echoes that are waited for at most; a host that never echoes must not grow this. */
const DRAFT_ECHOES_LIMIT = 100;

export class Draft {
  text = '';
  #owner = '';
  #received: string | null = null;
  #expected: string[] = [];

  typed(text: string): void {
    this.text = text;
    this.#expected.push(text);
    if (this.#expected.length > DRAFT_ECHOES_LIMIT) this.#expected.shift();
  }

  /**
   * The host's value, at each render. While a composition is open the box is left alone, but never so that a text comes
   * into the hands of another `owner`: what was a note must not be sent as a reply.
   */
  receive(value: string, composing: boolean, owner = ''): void {
    if (owner !== this.#owner) {
      this.#owner = owner;
      this.#received = value;
      this.#expected = [];
      this.text = value;
      return;
    }
    if (value === this.#received || composing) return;
    this.#received = value;
    const echo = this.#expected.indexOf(value);
    this.#expected = echo < 0 ? [] : this.#expected.slice(echo + 1);
    if (echo < 0) this.text = value;
  }
}
