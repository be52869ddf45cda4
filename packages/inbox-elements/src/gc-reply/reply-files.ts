// The files chosen for replies, per conversation: going to another one and back keeps them. Owns that memory; what may be
// sent is the thread's knowledge.
import { FILE_LIMITS, toGlobalChatError } from '@globalchat/core';
import type { Thread } from '@globalchat/core';
import { FileDrop, StagedFiles } from '@globalchat/ui';
import type { ReactiveElement } from 'lit';

export class ReplyFiles {
  readonly #host: ReactiveElement;
  readonly #staged = new Map<string, StagedFiles>();

  /** @param current Where dropped and pasted files go; null when none are taken. */
  constructor(host: ReactiveElement, current: () => StagedFiles | null) {
    this.#host = host;
    new FileDrop(host, (files) => {
      const staged = current();
      void staged?.add(files);
      return staged !== null;
    });
  }

  of(thread: Thread): StagedFiles {
    const known =
      this.#staged.get(thread.id) ??
      new StagedFiles({
        limits: FILE_LIMITS,
        onChange: () => this.#host.requestUpdate(),
        check: (files) =>
          thread.checkFiles(files).then(
            () => null,
            (cause: unknown) => toGlobalChatError(cause).code,
          ),
      });
    this.#staged.set(thread.id, known);
    return known;
  }
}
