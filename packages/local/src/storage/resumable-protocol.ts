/**
 * Owns how the TUS protocol 1.0.0 speaks: its headers, its versions, its refusals.
 * Refuses to know uploads.
 */
import type { Endpoint } from './call.ts';
import { asFailure, StorageFailure } from './failure.ts';
import { drain } from './upload-body.ts';

export const PROTOCOL_VERSION = '1.0.0';
export const CHUNK_TYPE = 'application/offset+octet-stream';

export function answer(status: number, headers: Record<string, string>): Response {
  return new Response(null, { status, headers: { 'tus-resumable': PROTOCOL_VERSION, ...headers } });
}

export function checkVersion({ headers }: Request): void {
  if (headers.get('tus-resumable') === PROTOCOL_VERSION) return;
  throw new StorageFailure(412, 'InvalidTusVersion', 'Tus-Resumable Required');
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
export function plain(endpoint: Endpoint): Endpoint {
  return async (call) => {
    try {
      return await endpoint(call);
    } catch (error) {
      const failure = asFailure(error);
      if (failure === undefined) throw error;
      await drain(call.request);
      return new Response(failure.message, {
        status: failure.status,
        headers: { 'tus-resumable': PROTOCOL_VERSION },
      });
    }
  };
}
