/**
 * Owns the bytes of files on disk, each under the version of its row, never under a name somebody chose.
 * Refuses to overwrite: a new version is a new file.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { failures } from './failure.ts';

export interface StoredFile {
  readonly size: number;
  /** MD5 in quotes, as S3 gives it. */
  readonly eTag: string;
}

export interface FileStore {
  /** Throws `EntityTooLarge` after `maximum` bytes and keeps nothing. */
  write(version: string, body: ReadableStream<Uint8Array> | null, maximum: number): Promise<StoredFile>;
  /** Bytes `start` to `end`, both inclusive; the whole file without them. */
  read(version: string, range?: { readonly start: number; readonly end: number }): ReadableStream<Uint8Array>;
  copy(from: string, to: string): Promise<void>;
  remove(versions: readonly string[]): Promise<void>;
}

export async function openFileStore(folder: string): Promise<FileStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = (version: string): string => join(folder, version);
  const remove = async (versions: readonly string[]): Promise<void> => {
    await Promise.all(versions.map((version) => rm(path(version), { force: true })));
  };
  return {
    remove,
    async write(version, body, maximum) {
      const meter = new Meter(maximum);
      const source =
        body === null ? Readable.from([]) : Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
      try {
        await pipeline(source, meter, createWriteStream(path(version), { flags: 'wx', mode: 0o600 }));
      } catch (error) {
        await remove([version]);
        throw error;
      }
      if (!meter.exceeded) return { size: meter.size, eTag: `"${meter.digest()}"` };
      await remove([version]);
      throw failures.tooLarge();
    },
    read: (version, range) =>
      Readable.toWeb(createReadStream(path(version), range)) as ReadableStream<Uint8Array>,
    copy: (from, to) => copyFile(path(from), path(to)),
  };
}

/** Counts and hashes. Past the maximum it swallows the rest: a client that is cut off never reads the refusal. */
class Meter extends Transform {
  size = 0;
  readonly #maximum: number;
  readonly #hash = createHash('md5');

  constructor(maximum: number) {
    super();
    this.#maximum = maximum;
  }

  get exceeded(): boolean {
    return this.size > this.#maximum;
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null, data?: Buffer) => void,
  ): void {
    this.size += chunk.length;
    if (this.exceeded) return done();
    this.#hash.update(chunk);
    done(null, chunk);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}
