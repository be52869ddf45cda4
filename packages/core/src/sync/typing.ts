// Typing in both directions: what to tell and what to believe. Never stored, never more than a boolean and a name.

import type { Clock } from '../environment/environment.ts';
import type { TypingEvent } from '../transport/transport.ts';

/** Told at the first keystroke and then this often while typing goes on. */
const TYPING_REPEAT_INTERVAL_MS = 3000;
/** Believed this long without hearing more. */
const TYPING_EXPIRY_MS = 5000;

export interface TypingSender {
  /** Call at each keystroke. */
  typed(): void;
  /** The composer was emptied, sent or closed: tells it, when typing had been told. */
  stopped(): void;
}

export function createTypingSender(clock: Clock, tell: (typing: boolean) => void): TypingSender {
  let told: number | null = null;
  return {
    typed() {
      const now = clock.now();
      if (told !== null && now - told < TYPING_REPEAT_INTERVAL_MS) return;
      told = now;
      tell(true);
    },
    stopped() {
      // After the expiry the other side has forgotten by itself.
      const fresh = told !== null && clock.now() - told < TYPING_EXPIRY_MS;
      told = null;
      if (fresh) tell(false);
    },
  };
}

export interface TypingReceiver {
  readonly hear: (event: TypingEvent) => void;
  /** A message came, or nobody listens any more. */
  clear(): void;
}

export function createTypingReceiver(
  clock: Clock,
  show: (typing: { readonly name: string | null } | null) => void,
): TypingReceiver {
  let timer: unknown = null;
  const clear = (): void => {
    clock.clearTimeout(timer);
    timer = null;
    show(null);
  };
  return {
    hear({ typing, name }) {
      if (!typing) return clear();
      clock.clearTimeout(timer);
      timer = clock.setTimeout(clear, TYPING_EXPIRY_MS);
      show({ name });
    },
    clear,
  };
}
