// The files chosen for replies, per conversation: going to another one and back keeps them. Owns that memory; what may be
// sent is the thread's knowledge.
import { FILE_LIMITS, toGlobalChatError } from '@globalchat/core';
import type { Thread } from '@globalchat/core';
import { StagedFiles } from '@globalchat/ui';

export class ReplyFiles {
  readonly #onChange: () => void;
  readonly #staged = new Map<string, StagedFiles>();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  of(thread: Thread): StagedFiles {
    const known =
      this.#staged.get(thread.id) ??
      new StagedFiles({
        limits: FILE_LIMITS,
        onChange: this.#onChange,
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
