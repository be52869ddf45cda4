// What Enter means: "send", "break the line" or "take this word" of an input method. An Enter that belongs to a
// composition never sends, in any browser's order of events.

/** Milliseconds after a composition's end in which Enter is still the one that ended it. */
const COMPOSITION_END_MS = 50;

export class EnterKey {
  composing = false;
  #ended = -Infinity;

  readonly onComposition = (event: CompositionEvent): void => {
    this.composing = event.type === 'compositionstart';
    if (!this.composing) this.#ended = event.timeStamp;
  };

  /** True when this key sends. Shift or Alt with Enter always breaks the line. */
  sends(event: KeyboardEvent, sendKey: 'enter' | 'mod-enter'): boolean {
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return false;
    // 229 is how a browser says "the input method has it", before the composition is known to have ended.
    if (event.isComposing || this.composing || event.keyCode === 229) return false;
    if (event.timeStamp - this.#ended < COMPOSITION_END_MS) return false;
    return sendKey === 'enter' || event.ctrlKey || event.metaKey;
  }
}
