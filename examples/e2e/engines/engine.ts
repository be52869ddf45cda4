// What the journey needs of a browser, whichever engine is in it. Elements are named by a selector inside the chat.

export interface Engine {
  open(address: string): Promise<void>;
  reload(): Promise<void>;
  /** Clicks as a person does, once it is there. */
  click(selector: string): Promise<void>;
  /** Types as a person does, into an element that is there. */
  type(selector: string, text: string): Promise<void>;
  /** All that the elements of this selector say; empty where there is none. */
  read(selector: string): Promise<string>;
  userAgent(): Promise<string>;
  close(): Promise<void>;
}

export interface EngineKind {
  readonly name: string;
  /** Null where it is not installed. */
  readonly start: () => Promise<Engine | null>;
}

/** In the page. */
export function findInChat(selector: string): Element | null {
  return document.querySelector('global-chat')?.shadowRoot?.querySelector(selector) ?? null;
}

/** In the page. */
export function readInChat(selector: string): string {
  const found = document.querySelector('global-chat')?.shadowRoot?.querySelectorAll(selector) ?? [];
  return [...found].map((one) => one.textContent).join('\n');
}
