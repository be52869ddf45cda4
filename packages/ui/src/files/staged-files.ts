// The files that go with the next message: each is prepared and checked before it is shown as chosen. What may be sent
// is the conversation's knowledge: `check` asks it.

import type { GlobalChatError, GlobalChatErrorCode, OutgoingFile } from '@globalchat/core';
import { preparePicture } from './prepare-picture.ts';

export interface StagedFile extends OutgoingFile {
  /** Address of a preview; null when the file is no picture. */
  readonly preview: string | null;
}

/** Why the last file was not taken. */
export interface RefusedFile {
  readonly name: string;
  /** Absent when it could not be found out: without a network, say. */
  readonly code: GlobalChatErrorCode | undefined;
}

/** What may be sent at all. */
export interface FileLimits {
  /** In one message. */
  readonly maxFiles: number;
  /** Of one file. */
  readonly maxBytes: number;
  /** Media types. */
  readonly types: readonly string[];
}

export interface StagedFilesOptions {
  readonly limits: FileLimits;
  /** Rejects with a `GlobalChatError` when these may not be sent together. */
  readonly check: (files: readonly OutgoingFile[]) => Promise<void>;
  readonly onChange: () => void;
}

export class StagedFiles {
  readonly #options: StagedFilesOptions;
  #files: readonly StagedFile[] = [];
  #refused: RefusedFile | null = null;
  #waiting = 0;
  /** One after another: the count that `check` sees must be true. */
  #line: Promise<void> = Promise.resolve();

  constructor(options: StagedFilesOptions) {
    this.#options = options;
  }

  get limits(): FileLimits {
    return this.#options.limits;
  }

  get files(): readonly StagedFile[] {
    return this.#files;
  }

  get refused(): RefusedFile | null {
    return this.#refused;
  }

  /** Something was chosen that is not ready yet. */
  get preparing(): boolean {
    return this.#waiting > 0;
  }

  get isEmpty(): boolean {
    return this.#files.length === 0 && !this.preparing;
  }

  /** Resolves when each is taken or refused. */
  add(files: readonly File[]): Promise<void> {
    this.#refused = null;
    this.#waiting += files.length;
    this.#options.onChange();
    for (const file of files) this.#line = this.#line.then(() => this.#take(file));
    return this.#line;
  }

  remove(file: StagedFile): void {
    this.#keep(this.#files.filter((other) => other !== file));
  }

  dismiss(): void {
    this.#refused = null;
    this.#options.onChange();
  }

  /** Forgets these: they are sent. */
  release(files: readonly StagedFile[]): void {
    this.#refused = null;
    this.#keep(this.#files.filter((file) => !files.includes(file)));
  }

  async #take(file: File): Promise<void> {
    try {
      const prepared = await preparePicture(file);
      await this.#options.check([...this.#files, prepared]);
      const preview = prepared.width ? URL.createObjectURL(prepared.file) : null;
      this.#files = [...this.#files, { ...prepared, preview }];
    } catch (cause) {
      this.#refused = { name: file.name, code: (cause as Partial<GlobalChatError>).code };
    }
    this.#waiting -= 1;
    this.#options.onChange();
  }

  #keep(files: readonly StagedFile[]): void {
    for (const { preview } of this.#files.filter((file) => !files.includes(file))) {
      if (preview) URL.revokeObjectURL(preview);
    }
    this.#files = files;
    this.#options.onChange();
  }
}
