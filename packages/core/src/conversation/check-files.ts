// What Storage or the database would refuse, refused before anything is queued: files that are too many, too large, empty
// or of a type that is not allowed. The type is read from the first bytes, and the name must promise the same one: by it
// the file opens where it is saved. What the browser says counts for nothing.
// Nothing may import it but by `import()`: most conversations have no file.

import type { OutgoingFile } from './conversation.ts';
import { GlobalChatError } from '../errors.ts';
import { FILE_LIMITS } from '../file-limits.ts';
import type { OutboxFile } from '../environment/outbox-storage.ts';
import { fileTypeOf } from './file-type.ts';

/** How a file of each type begins, as Latin-1 text. */
const FILE_SIGNATURES: readonly (readonly [type: string, beginning: RegExp])[] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
  ['application/pdf', /^%PDF-/],
];
/** Bytes that tell the type, and whether a text is one. */
const SNIFFED_BYTES = 4096;

/** The files with their true types. Rejects with the code of the first that may not be sent. */
export async function checkFiles(
  given: readonly (File | OutgoingFile)[],
  mayAttach = true,
): Promise<readonly OutboxFile[]> {
  if (!mayAttach) throw new GlobalChatError('upload_not_allowed', 'Files are switched off for this chat.');
  if (given.length > FILE_LIMITS.maxFiles) {
    throw new GlobalChatError('too_many_files', `A message has at most ${FILE_LIMITS.maxFiles} files.`);
  }
  return Promise.all(
    given.map((one) => checkFile(one instanceof Blob ? { file: one, name: one.name } : one)),
  );
}

async function checkFile({ file, name, width, height }: OutgoingFile): Promise<OutboxFile> {
  if (file.size === 0) throw new GlobalChatError('file_empty', `${name} is empty.`);
  if (file.size > FILE_LIMITS.maxBytes) {
    throw new GlobalChatError('file_too_large', `${name} is larger than ${FILE_LIMITS.maxBytes} bytes.`);
  }
  const type = fileTypeOf(name);
  if (!type || !(await isOf(type, file, name)))
    throw new GlobalChatError('file_type_not_allowed', `${name} is of a type that cannot be sent.`);
  return {
    // What is sent says what it is, whoever reads it.
    file: file.type === type ? file : file.slice(0, file.size, type),
    name: name.slice(-255),
    type,
    ...(width && height ? { width, height } : null),
  };
}

async function isOf(type: string, file: Blob, name: string): Promise<boolean> {
  let head: Uint8Array;
  try {
    head = new Uint8Array(await file.slice(0, SNIFFED_BYTES).arrayBuffer());
  } catch (cause) {
    // Moved or deleted since it was chosen.
    throw new GlobalChatError('file_empty', `${name} cannot be read.`, { cause });
  }
  const beginning = String.fromCharCode(...head.subarray(0, 16));
  const known = FILE_SIGNATURES.find(([, pattern]) => pattern.test(beginning));
  if (known) return known[0] === type;
  // Text has no beginning of its own: it holds no control characters.
  return (
    type.startsWith('text/') && !head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))
  );
}
