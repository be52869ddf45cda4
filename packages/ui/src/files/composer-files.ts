// The files chosen for each conversation that one composer shows in turn: going to another and back keeps them.

import type { ReactiveControllerHost } from 'lit';
import type { Conversation } from '@globalchat/core';
import { FileDrop } from './file-drop.ts';
import { StagedFiles } from './staged-files.ts';
import type { FileLimits } from './staged-files.ts';

type Host = ReactiveControllerHost & HTMLElement;

export class ComposerFiles {
  readonly #limits: FileLimits;
  readonly #staged = new Map<string, StagedFiles>();
  #host: Host | null = null;
  #shown: StagedFiles | null = null;

  constructor(limits: FileLimits) {
    this.#limits = limits;
  }

  /** The files of the conversation whose composer this host shows from now on; null where none are taken. */
  show<Shown extends Pick<Conversation, 'id' | 'checkFiles'> | null>(
    host: Host,
    conversation: Shown,
  ): Shown extends null ? null : StagedFiles;
  show(host: Host, conversation: Pick<Conversation, 'id' | 'checkFiles'> | null): StagedFiles | null {
    if (host !== this.#host) {
      this.#host = host;
      new FileDrop(host, (files) => {
        void this.#shown?.add(files);
        return this.#shown !== null;
      });
    }
    this.#shown = conversation && this.of(conversation);
    for (const [id, staged] of this.#staged) {
      if (staged !== this.#shown && staged.isEmpty) this.#staged.delete(id);
    }
    return this.#shown;
  }

  of(conversation: Pick<Conversation, 'id' | 'checkFiles'>): StagedFiles {
    const staged =
      this.#staged.get(conversation.id) ??
      new StagedFiles({
        limits: this.#limits,
        check: (files) => conversation.checkFiles(files),
        onChange: () => this.#host?.requestUpdate(),
      });
    this.#staged.set(conversation.id, staged);
    return staged;
  }
}
