// Asks before a reply goes out in which a variable of a canned reply was left without a value.
import { variablesIn } from './canned-replies.ts';

export class VariableCheck {
  #again: (() => void) | null = null;
  #allowed = false;

  /** The reply was held back, and its writer is asked. */
  get asks(): boolean {
    return this.#again !== null;
  }

  /** @param again Sends the reply once more, for when its writer wants that. */
  mayGo(text: string, again: () => void): boolean {
    const may = this.#allowed || variablesIn(text).length === 0;
    this.#again = may ? null : again;
    return may;
  }

  readonly sendAnyway = (): void => {
    const again = this.#again;
    this.#allowed = true;
    again?.();
    this.#allowed = false;
  };

  /** The text is another one. */
  forget(): void {
    this.#again = null;
  }
}
