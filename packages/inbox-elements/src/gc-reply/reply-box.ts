// What keeps the box of one <gc-reply> going: the textbox, what can be inserted, the files. Owns how they are put together;
// refuses markup and sending.
import type { LitElement } from 'lit';
import { ComposerController, ComposerFiles } from '@globalchat/ui';
import { FILE_LIMITS } from '@globalchat/core';
import { InsertionController } from './insertion-controller.ts';
import type { InsertionSurroundings } from './insertion-controller.ts';

export class ReplyBox {
  readonly composer: ComposerController;
  readonly insertion: InsertionController;
  readonly files = new ComposerFiles(FILE_LIMITS);

  constructor(host: LitElement, around: InsertionSurroundings) {
    this.composer = new ComposerController(host);
    this.insertion = new InsertionController(host, this.composer, around);
  }
}
