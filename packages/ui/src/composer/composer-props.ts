// What a composer is given. Types only.

import type { ComposerKey } from '../i18n/en/composer.ts';
import type { Wording } from '../i18n/wording.ts';

export interface ComposerProps {
  /** Accessible name of the textbox. */
  readonly label: string;
  readonly placeholder: string;
  /** Accessible name of the round button. */
  readonly sendLabel: string;
  /** The draft. A change that did not come from typing replaces the text. */
  readonly value: string;
  /** Whose text this is; another owner's text replaces what is in the box, whatever was typed. */
  readonly owner?: string;
  /** In characters (code points). Longer text is kept, counted and not sent. */
  readonly maxLength: number;
  /** Whether there is anything to see in a text; another one is not sent. */
  readonly isVisible: (text: string) => boolean;
  readonly busy?: boolean;
  /** Something besides the text is ready to send, so that an empty text may go: a file. */
  readonly sendable?: boolean;
  /** The key that sends; the other of Enter and Ctrl/Cmd+Enter breaks the line. */
  readonly sendKey: 'enter' | 'mod-enter';
  readonly localizer: Wording<ComposerKey>;
  /** Above the text, inside the box: tabs, uploads, errors. */
  readonly above?: unknown;
  /** At the start of the row below the text. */
  readonly tools?: unknown;
  /** At the end of that row, in place of the round button. */
  readonly actions?: unknown;
  /** Lines before it grows, and before it scrolls. */
  readonly rows?: { readonly min: number; readonly max: number };
  readonly onInput: (text: string) => void;
  /** True: the text is taken and the box empties. False: it stays. */
  readonly onSend: (text: string) => boolean;
}
