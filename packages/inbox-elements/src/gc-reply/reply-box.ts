// What keeps the box of one <gc-reply> going: the textbox, emoji, what can be inserted, the files. Owns how they are put together;
// refuses markup and sending.
import type { LitElement } from 'lit';
import { ComposerController, ComposerFiles, EmojiPicker } from '@globalchat/ui';
import { FILE_LIMITS } from '@globalchat/core';
import { InsertionController } from './insertion-controller.ts';
import type { InsertionSurroundings } from './insertion-controller.ts';

export class ReplyBox {
  readonly composer: ComposerController;
  readonly emoji: EmojiPicker;
  readonly insertion: InsertionController;
  readonly files = new ComposerFiles(FILE_LIMITS);

  constructor(host: LitElement, around: InsertionSurroundings) {
    this.composer = new ComposerController(host);
    this.emoji = new EmojiPicker(host);
    this.insertion = new InsertionController(host, this.composer, around);
  }
}
