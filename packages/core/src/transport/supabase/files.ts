// Files of messages over either link: where one goes, whether it is there already, and under which address it is shown.
// Owns the paths and the cache of addresses. Loaded with the first file.

import type { Clock } from '../../environment/environment.ts';
import { GlobalChatError } from '../../errors.ts';
import type { GlobalChatErrorCode } from '../../errors.ts';
import { networkError } from './errors.ts';
import type { Files } from './link.ts';
import { TOKEN_REASON } from './channels/realtime-protocol.ts';
import { fields, text } from './rows/narrow.ts';

export const FILES_BUCKET = 'global-chat';
/** Of a signed address, in seconds; and how long before its end it is not given out any more, in milliseconds. */
export const SIGNED_URL_LIFETIME_S = 3600;
const SIGNED_URL_MARGIN_MS = 300_000;

export interface FileStore {
  readonly clock: Clock;
  /** Calls a database function. */
  readonly rpc: (name: string, args: object) => Promise<unknown>;
  /** Never overwrites: rejects with `id_conflict` when there is such a file. */
  readonly put: (
    path: string,
    file: Blob,
    onProgress: (share: number) => void,
    signal: AbortSignal,
  ) => Promise<unknown>;
  /** A signed address. Rejects with `not_found` for whoever may not see the file. */
  readonly sign: (path: string) => Promise<string>;
  readonly remove: (paths: readonly string[]) => Promise<unknown>;
}

export function createFiles({ clock, rpc, put, sign, remove }: FileStore): Files {
  const addresses = new Map<string, { readonly address: Promise<string>; readonly until: number }>();

  const find = (path: string): Promise<string> => {
    const known = addresses.get(path);
    if (known && known.until > clock.now()) return known.address;
    const address = sign(path);
    addresses.set(path, {
      address,
      until: clock.now() + SIGNED_URL_LIFETIME_S * 1000 - SIGNED_URL_MARGIN_MS,
    });
    address.catch(() => addresses.delete(path));
    return address;
  };

  return {
    async upload({ sessionId, messageId, place, file, name, type, width, height }, onProgress, signal) {
      // The number keeps two files of one name apart, and the end of the name its extension.
      const fileName = `${place + 1}-${name.slice(-80)}`;
      const answer = await rpc('global_chat_attachment_path', {
        session_id: sessionId,
        message_id: messageId,
        file_name: fileName,
      });
      const path = text(fields(answer).path) ?? '';
      if (signal.aborted) throw cancelled();
      try {
        await put(path, file, onProgress, signal);
      } catch (error) {
        const { code } = error as GlobalChatError;
        // An earlier attempt brought it here and did not live to hear so. With the day's last file the quota says no first.
        if (code !== 'id_conflict' && !(code === 'upload_not_allowed' && (await exists(path)))) throw error;
      }
      onProgress(1);
      return { path, name, type, size: file.size, ...(width && height ? { width, height } : null) };
    },
    async remove(paths) {
      if (paths.length > 0) await remove(paths);
    },
    async url({ path, name }, download) {
      const address = await find(path);
      return download ? `${address}&download=${encodeURIComponent(name)}` : address;
    },
  };

  async function exists(path: string): Promise<boolean> {
    return find(path).then(
      () => true,
      () => false,
    );
  }
}

/** Whoever wanted the upload does not want it any more. */
export function cancelled(cause?: unknown): GlobalChatError {
  return new GlobalChatError('closed', 'The upload was cancelled.', { cause });
}

const CODE_OF_STORAGE_ERROR: Readonly<Record<string, GlobalChatErrorCode>> = {
  401: 'not_signed_in',
  403: 'upload_not_allowed',
  404: 'not_found',
  409: 'id_conflict',
  413: 'file_too_large',
  415: 'file_type_not_allowed',
  429: 'rate_limited',
};

/** A refusal of Storage, which answers 400 to nearly everything and tells the true status in the body. */
export function storageError(status: number, body: unknown, cause: unknown = body): GlobalChatError {
  const row = fields(body);
  const message = text(row.message) ?? `HTTP ${status}`;
  const told = Number(row.statusCode) || status;
  if (!told) return networkError(cause);
  if (told === 403 && (TOKEN_REASON.test(message) || message.includes('"exp"'))) {
    return new GlobalChatError('not_signed_in', message, { cause, status: 401 });
  }
  const code = /^bucket not found/i.test(message)
    ? 'schema_missing'
    : (CODE_OF_STORAGE_ERROR[told] ?? (told >= 500 ? 'server' : 'invalid_argument'));
  return new GlobalChatError(code, message, { cause, status: told });
}
