// Files over plain requests, for the fetch link. XMLHttpRequest where there is one, because only it tells how far an upload
// has come; fetch elsewhere. Nothing may import it but by `import()`: most conversations have no file.

import type { Environment } from '../../../environment/environment.ts';
import { GlobalChatError } from '../../../errors.ts';
import { networkError } from '../errors.ts';
import { FILES_BUCKET, cancelled, createFiles, SIGNED_URL_LIFETIME_S, storageError } from '../files.ts';
import type { FileStore } from '../files.ts';
import type { Files } from '../link.ts';
import { post, readBody } from './http.ts';
import { fields, text } from '../rows/narrow.ts';

/** An upload that does not move for this long is given up; without progress, one slower than 25 bytes per millisecond. */
const UPLOAD_STALL_TIMEOUT_MS = 30_000;
const MIN_UPLOAD_BYTES_PER_MS = 25;

export interface FetchFilesOptions {
  readonly url: string;
  readonly key: string;
  readonly environment: Environment;
  readonly rpc: FileStore['rpc'];
  /** Calls with a good token, and once more with a new one when the server doubts it. */
  readonly asUser: <Answer>(call: (token: string | null) => Promise<Answer>) => Promise<Answer>;
}

interface Upload {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly file: Blob;
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly content: string;
}

export function createFetchFiles({ url, key, environment, rpc, asUser }: FetchFilesOptions): Files {
  const storage = `${url}/storage/v1`;

  return createFiles({
    clock: environment.clock,
    rpc,
    put: (path, file, onProgress, signal) =>
      asUser((token) =>
        send(environment, {
          address: `${storage}/object/${FILES_BUCKET}/${path}`,
          headers: {
            apikey: key,
            authorization: `Bearer ${token}`,
            'content-type': file.type,
            'cache-control': `max-age=${SIGNED_URL_LIFETIME_S}`,
          },
          file,
          onProgress,
          signal,
        }),
      ),
    remove: (paths) =>
      asUser((token) =>
        post(environment, {
          url: `${storage}/object/${FILES_BUCKET}`,
          method: 'DELETE',
          key,
          token,
          body: { prefixes: paths },
          failure: ({ status, body }) => storageError(status, body),
        }),
      ),
    sign: (path) =>
      asUser(async (token) => {
        const answer = await post(environment, {
          url: `${storage}/object/sign/${FILES_BUCKET}/${path}`,
          key,
          token,
          body: { expiresIn: SIGNED_URL_LIFETIME_S },
          failure: ({ status, body }) => storageError(status, body),
        });
        return storage + (text(fields(answer).signedURL) ?? '');
      }),
  });
}

async function send(environment: Environment, upload: Upload): Promise<void> {
  const { clock, XMLHttpRequest } = environment;
  const stop = new AbortController();
  const end = (): void => stop.abort();
  upload.signal.addEventListener('abort', end);
  let timer: unknown = null;
  const patience = (delay: number): void => {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(end, delay);
  };
  const onProgress = (share: number): void => {
    patience(UPLOAD_STALL_TIMEOUT_MS);
    upload.onProgress(share);
  };
  let answer: Answer;
  try {
    if (upload.signal.aborted) end();
    patience(
      XMLHttpRequest
        ? UPLOAD_STALL_TIMEOUT_MS
        : UPLOAD_STALL_TIMEOUT_MS + upload.file.size / MIN_UPLOAD_BYTES_PER_MS,
    );
    const request = { ...upload, onProgress, signal: stop.signal };
    answer = await (XMLHttpRequest ? byXhr(XMLHttpRequest, request) : byFetch(environment, request));
  } catch (cause) {
    if (upload.signal.aborted) throw cancelled(cause);
    if (stop.signal.aborted) throw new GlobalChatError('timeout', 'The upload came to a halt.', { cause });
    throw networkError(cause);
  } finally {
    clock.clearTimeout(timer);
    upload.signal.removeEventListener('abort', end);
  }
  const { status, content } = answer;
  if (status < 200 || status > 299) throw storageError(status, readBody(content, false, status));
}

async function byFetch({ fetch }: Environment, upload: Upload): Promise<Answer> {
  const { address, headers, file, signal } = upload;
  const response = await fetch(address, { method: 'POST', headers, body: file, signal });
  return { status: response.status, content: await response.text() };
}

function byXhr(Xhr: typeof XMLHttpRequest, upload: Upload): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new Xhr();
    request.open('POST', upload.address);
    for (const [name, value] of Object.entries(upload.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => upload.onProgress(total ? loaded / total : 0);
    request.onload = () => resolve({ status: request.status, content: request.responseText });
    request.onerror = request.onabort = () => reject(new Error('The upload was cut.'));
    upload.signal.addEventListener('abort', () => request.abort());
    request.send(upload.file);
    // Before the listener was there.
    if (upload.signal.aborted) request.abort();
  });
}
