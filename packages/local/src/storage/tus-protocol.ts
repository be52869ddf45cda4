/** The wire format of the TUS protocol 1.0.0: headers, version, errors. */
import type { Endpoint } from './storage-request.ts';
import { toApiError, StorageApiError } from './api-error.ts';
import { drain } from './upload-body.ts';

export const TUS_VERSION = '1.0.0';
export const TUS_CHUNK_MEDIA_TYPE = 'application/offset+octet-stream';

export function tusResponse(status: number, headers: Record<string, string>): Response {
  return new Response(null, { status, headers: { 'tus-resumable': TUS_VERSION, ...headers } });
}

export function checkTusVersion({ headers }: Request): void {
  if (headers.get('tus-resumable') === TUS_VERSION) return;
  throw new StorageApiError(412, 'InvalidTusVersion', 'Tus-Resumable Required');
}

export function wholeNumber(header: string | null): number | undefined {
  return header !== null && /^\d+$/u.test(header) ? Number(header) : undefined;
}

/** `name base64,name base64,name` */
export function metadataOf({ headers }: Request): Record<string, string | undefined> {
  const pairs = (headers.get('upload-metadata') ?? '').split(',').map((pair) => pair.trim().split(' '));
  return Object.fromEntries(
    pairs.map(([name = '', value = '']) => [name, Buffer.from(value, 'base64').toString()]),
  );
}

/** Clients of this protocol look at the status itself, which Storage's other answers keep in their body. */
export function withTusErrors(endpoint: Endpoint): Endpoint {
  return async (storageRequest) => {
    try {
      return await endpoint(storageRequest);
    } catch (error) {
      const apiError = toApiError(error);
      if (apiError === undefined) throw error;
      await drain(storageRequest.request);
      return new Response(apiError.message, {
        status: apiError.status,
        headers: { 'tus-resumable': TUS_VERSION },
      });
    }
  };
}
