// A count in front of the document's title: "(3) Inbox". Owns keeping it there while the page changes its title, and giving
// the title back; refuses to count.

export class TitleCount {
  readonly #observer = new MutationObserver(() => this.#follow());
  #count = 0;
  /** The page's own title. */
  #title = '';

  add(count: number): void {
    if (this.#count === 0) this.#title = document.title;
    else this.#follow();
    this.#count += count;
    this.#write();
    // The title element itself may be replaced.
    this.#observer.observe(document.head, { childList: true, characterData: true, subtree: true });
  }

  /** Gives the page its title back. */
  clear(): void {
    if (this.#count === 0) return;
    this.#follow();
    this.#observer.disconnect();
    const shown = this.#shown;
    this.#count = 0;
    // Whatever was put around it meanwhile stays.
    document.title = document.title.replace(shown, () => this.#title);
  }

  get #prefix(): string {
    return `(${this.#count}) `;
  }

  get #shown(): string {
    return this.#prefix + this.#title;
  }

  /** The page has another title: that is the one to give back. */
  #follow(): void {
    const { title } = document;
    // Another count before ours is somebody else's.
    if (title.endsWith(this.#shown)) return;
    this.#title = title.startsWith(this.#prefix) ? title.slice(this.#prefix.length) : title;
    this.#write();
  }

  #write(): void {
    if (document.title !== this.#shown) document.title = this.#shown;
  }
}
