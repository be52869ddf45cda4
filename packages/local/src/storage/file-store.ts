/**
 * The bytes of files on disk, each under the version of its row, never under a name from a request. A new version is a
 * new file; nothing is overwritten.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { apiErrors } from './api-error.ts';

export interface StoredFile {
  readonly size: number;
  /** MD5 in quotes, as S3 gives it. */
  readonly eTag: string;
}

export interface FileStore {
  /** Throws `EntityTooLarge` after `maximum` bytes and keeps nothing. */
  write(version: string, body: ReadableStream<Uint8Array> | null, maximum: number): Promise<StoredFile>;
  /**
   * Adds to a file that is not complete yet, and answers how many bytes it added; they stay when the connection breaks.
   * Throws `EntityTooLarge` past `maximum` bytes, and keeps none of them.
   */
  append(version: string, body: ReadableStream<Uint8Array> | null, maximum: number): Promise<number>;
  /** MD5 in quotes. */
  eTag(version: string): Promise<string>;
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
      try {
        await pipeline(sourceOf(body), meter, createWriteStream(path(version), { flags: 'wx', mode: 0o600 }));
      } catch (error) {
        await remove([version]);
        throw error;
      }
      if (!meter.exceeded) return { size: meter.size, eTag: `"${meter.digest()}"` };
      await remove([version]);
      throw apiErrors.tooLarge();
    },
    async append(version, body, maximum) {
      const before = await sizeOf(path(version));
      const meter = new Meter(maximum);
      try {
        await pipeline(sourceOf(body), meter, createWriteStream(path(version), { flags: 'a', mode: 0o600 }));
      } catch (error) {
        if (!isBroken(error)) throw error;
      }
      if (meter.exceeded) {
        await truncate(path(version), before);
        throw apiErrors.tooLarge();
      }
      return (await sizeOf(path(version))) - before;
    },
    async eTag(version) {
      const hash = createHash('md5');
      await pipeline(createReadStream(path(version)), hash);
      return `"${hash.digest('hex')}"`;
    },
    read: (version, range) =>
      Readable.toWeb(createReadStream(path(version), range)) as ReadableStream<Uint8Array>,
    copy: (from, to) => copyFile(path(from), path(to)),
  };
}

function sourceOf(body: ReadableStream<Uint8Array> | null): Readable {
  return body === null ? Readable.from([]) : Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** The other side went away in the middle. */
function isBroken(error: unknown): boolean {
  const { code, name } = error as NodeJS.ErrnoException;
  return name === 'AbortError' || code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** Counts and hashes. Past the maximum it swallows the rest: a client that is cut off never reads the error. */
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
