// What one <gc-reply> is made of: the textbox, emoji, what can be inserted, the files.
import type { LitElement } from 'lit';
import { ComposerController, ComposerFiles, EmojiPicker } from '@globalchat/ui';
import { FILE_LIMITS } from '@globalchat/core';
import { SuggestionController } from './suggestion-controller.ts';
import type { SuggestionHost } from './suggestion-controller.ts';
import { VariableCheck } from './variable-check.ts';

export class ReplyBox {
  readonly composer: ComposerController;
  readonly emoji: EmojiPicker;
  readonly insertion: SuggestionController;
  readonly files = new ComposerFiles(FILE_LIMITS);
  readonly variables = new VariableCheck();

  constructor(host: LitElement, around: SuggestionHost) {
    this.composer = new ComposerController(host);
    // What was used last is known for as long as the box lives.
    let recent: readonly string[] = [];
    this.emoji = new EmojiPicker(host, { load: () => recent, save: (emoji) => (recent = emoji) });
    this.insertion = new SuggestionController(host, this.composer, around);
  }
}
