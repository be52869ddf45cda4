// The one listener for shortcuts on the document. Keys that belong to the rest of the page are left alone.
import type { ReactiveController, ReactiveElement } from 'lit';
import { commandOf, fieldToLeave } from './shortcuts.ts';
import type { Command } from './shortcuts.ts';

export class ShortcutController implements ReactiveController {
  readonly #host: ReactiveElement & { readonly noShortcuts: boolean };
  readonly #run: (command: Command) => boolean;

  /** @param run True when the command did something; the key press then ends here. */
  constructor(host: ReactiveElement & { readonly noShortcuts: boolean }, run: (command: Command) => boolean) {
    this.#host = host;
    this.#run = run;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('keydown', this.#onKeydown);
  }

  hostDisconnected(): void {
    document.removeEventListener('keydown', this.#onKeydown);
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (this.#host.noShortcuts) return;
    // Nothing has the focus, or something inside the inbox has it.
    const ours = event.target === document.body || event.composedPath().includes(this.#host);
    if (ours) fieldToLeave(event)?.blur();
    const command = ours ? commandOf(event) : null;
    if (command !== null && this.#run(command)) event.preventDefault();
  };
}
