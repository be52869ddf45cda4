// Files of the in-memory backend. Owns their paths and addresses, and what a message may carry.

import { fileTypeOf } from '../../conversation/file-type.ts';
import { GlobalChatError } from '../../errors.ts';
import { FILE_LIMITS } from '../../file-limits.ts';
import type { SendRequest, UploadRequest } from '../../transport/transport.ts';
import type { Attachment } from '../../types.ts';
import { shortText } from './arguments.ts';
import { fileTypeNotAllowed, invalidArgument, notFound } from './refusals.ts';

const MAX_NAME_CHARACTERS = 255;

interface StoredFile {
  readonly blob: Blob;
  readonly ownerId: string;
  /** The same each time. */
  url?: string;
}

export interface MemoryFiles {
  /** What is there already stays as it is. Throws `file_type_not_allowed` or `file_too_large`. */
  store(tenantId: string, ownerId: string, request: UploadRequest): Attachment;
  /** The files of a message as they are stored. Throws `invalid_argument` for one that was not uploaded for it. */
  attach(request: SendRequest, ownerId: string, tenantId: string): readonly Attachment[];
  /** Throws `not_found`. A file that no message carries is there for whoever stored it. */
  url(path: string, userId: string, isCarried: boolean): string;
}

export function createMemoryFiles(): MemoryFiles {
  const files = new Map<string, StoredFile>();
  return {
    store(tenantId, ownerId, request) {
      const { sessionId, messageId, file, name, type, width, height } = request;
      const path = [tenantId, sessionId, messageId, safeName(request)].join('/');
      checkUpload(request);
      if (!files.has(path)) files.set(path, { blob: file.slice(0, file.size, file.type), ownerId });
      return { path, name, type, size: file.size, ...(width && height ? { width, height } : null) };
    },
    attach({ sessionId, messageId, attachments = [] }, ownerId, tenantId) {
      if (attachments.length > FILE_LIMITS.maxFiles)
        throw invalidArgument(`attachments is a list of at most ${FILE_LIMITS.maxFiles} files.`);
      const folder = `${tenantId}/${sessionId}/${messageId}/`;
      return attachments.map((attachment) => {
        const stored = files.get(attachment.path);
        if (stored?.ownerId !== ownerId || !attachment.path.startsWith(folder))
          throw invalidArgument('A file was not uploaded for this message.');
        return attachmentOf(attachment, stored.blob);
      });
    },
    url(path, userId, isCarried) {
      const stored = files.get(path);
      if (!stored || !(isCarried || stored.ownerId === userId)) throw notFound('file');
      stored.url ??= URL.createObjectURL(stored.blob);
      return stored.url;
    },
  };
}

/** Two files of one name are kept apart, and the name keeps its ending. */
function safeName({ place, name }: UploadRequest): string {
  return `${place + 1}-${name.slice(-80)}`.replace(/[^A-Za-z0-9._-]+/g, '-').slice(-100);
}

function checkUpload({ name, file }: UploadRequest): void {
  const types: readonly string[] = FILE_LIMITS.types;
  if (fileTypeOf(name) === null || !types.includes(file.type)) throw fileTypeNotAllowed(name);
  if (file.size <= FILE_LIMITS.maxBytes) return;
  const message = `A file has at most ${FILE_LIMITS.maxBytes} bytes.`;
  throw new GlobalChatError('file_too_large', message, { status: 413 });
}

/** Type and size are the store's, and the name that people see ends as the type says. */
function attachmentOf({ path, name, width, height }: Attachment, blob: Blob): Attachment {
  const shown = shortText(name, 'attachments.name', MAX_NAME_CHARACTERS) ?? path.split('/').at(-1) ?? '';
  const type = fileTypeOf(path);
  if (type === null || fileTypeOf(shown) !== type || blob.type !== type) throw fileTypeNotAllowed(shown);
  return {
    path,
    name: shown,
    type,
    size: blob.size,
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
}
