/** Reads an upload, whether it came as bare bytes or as a form. */
import { apiErrors } from './api-error.ts';

export interface Upload {
  readonly body: ReadableStream<Uint8Array> | null;
  readonly contentType: string;
  readonly cacheControl: string;
  /** What the uploader attached to the file. */
  readonly userMetadata: Readonly<Record<string, unknown>> | null;
}

/** A form carries its parts' headers besides the file; this much is allowed for them. */
const FORM_OVERHEAD_BYTES = 64 * 1024;
const DEFAULT_MEDIA_TYPE = 'application/octet-stream';

/** @param maximum size of the file in bytes; throws `EntityTooLarge` when a form is larger */
export async function readUpload(request: Request, maximum: number): Promise<Upload> {
  const contentType = request.headers.get('content-type') ?? DEFAULT_MEDIA_TYPE;
  if (contentType.startsWith('multipart/form-data')) return readForm(request, contentType, maximum);
  return {
    body: request.body,
    contentType,
    cacheControl: request.headers.get('cache-control') ?? 'no-cache',
    userMetadata: metadataHeader(request),
  };
}

async function readForm(request: Request, contentType: string, maximum: number): Promise<Upload> {
  const bytes = await readLimited(request.body, maximum + FORM_OVERHEAD_BYTES);
  let form: FormData;
  try {
    form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  } catch (cause) {
    throw apiErrors.invalidRequest(`the form cannot be read: ${(cause as Error).message}`);
  }
  const file = [...form.values()].find((value) => typeof value !== 'string');
  if (file === undefined) throw apiErrors.invalidRequest('No content provided');
  const seconds = form.get('cacheControl');
  const metadata = form.get('metadata');
  return {
    body: file.stream(),
    contentType: file.type === '' ? DEFAULT_MEDIA_TYPE : file.type,
    cacheControl: typeof seconds === 'string' && seconds !== '' ? `max-age=${seconds}` : 'no-cache',
    userMetadata: parseMetadata(typeof metadata === 'string' ? metadata : null),
  };
}

/** Reads to the end in any case: a client that is cut off in mid-upload never sees the error. */
async function readLimited(
  body: ReadableStream<Uint8Array> | null,
  maximum: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size <= maximum) chunks.push(chunk);
  }
  if (size > maximum) throw apiErrors.tooLarge();
  return new Uint8Array(Buffer.concat(chunks));
}

export function metadataHeader({ headers }: Request): Upload['userMetadata'] {
  const text = headers.get('x-metadata');
  return parseMetadata(text === null ? null : Buffer.from(text, 'base64').toString('utf8'));
}

function parseMetadata(text: string | null): Upload['userMetadata'] {
  if (text === null || text === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Upload['userMetadata'])
      : null;
  } catch {
    return null; // the hosted server drops metadata that is no JSON, too
  }
}

/** Reads what is left of a request, so that the answer reaches its sender. */
export async function drain(request: Request): Promise<void> {
  if (request.bodyUsed || request.body === null) return;
  await request.body.pipeTo(new WritableStream());
}

/** Undefined where the sender does not say. A form's length counts its boundaries, too. */
export function announcedLength({ headers }: Request): number | undefined {
  const length = headers.get('content-length');
  return length !== null && /^\d+$/.test(length) ? Number(length) : undefined;
}
