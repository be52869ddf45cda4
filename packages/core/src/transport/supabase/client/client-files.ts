// Files over the Storage client of supabase-js. It tells nothing of an upload's progress and cannot cancel one: a cancelled
// upload goes on unheard.

import type { Environment } from '../../../environment/environment.ts';
import type { SupabaseClientShape } from './client-types.ts';
import { guarded } from '../errors.ts';
import { FILES_BUCKET, cancelled, createFiles, SIGNED_URL_LIFETIME_S, storageError } from '../files.ts';
import type { FileStore } from '../files.ts';
import type { Files } from '../link.ts';
import { count, fields } from '../rows/narrow.ts';

export function createClientFiles(
  client: SupabaseClientShape,
  { clock }: Environment,
  rpc: FileStore['rpc'],
): Files {
  const run = async <Data>(
    request: () => PromiseLike<{ readonly data: Data | null; readonly error: unknown }>,
  ): Promise<Data> => {
    const { data, error } = await guarded(request);
    if (data === null || error) throw storageError(count(fields(error).status), error);
    return data;
  };

  return createFiles({
    clock,
    rpc,
    put: (path, file, _onProgress, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(cancelled()));
        const options = { contentType: file.type, cacheControl: String(SIGNED_URL_LIFETIME_S) };
        run(() => client.storage.from(FILES_BUCKET).upload(path, file, options)).then(resolve, reject);
      }),
    remove: (paths) => run(() => client.storage.from(FILES_BUCKET).remove([...paths])),
    sign: async (path) =>
      (await run(() => client.storage.from(FILES_BUCKET).createSignedUrl(path, SIGNED_URL_LIFETIME_S)))
        .signedUrl,
  });
}
