// Files of the in-memory backend. Owns their paths and addresses.

import { GlobalChatError } from '../../errors.ts';
import type { UploadRequest } from '../../transport/transport.ts';
import type { Attachment } from '../../types.ts';

export interface MemoryFiles {
  /** What is there already stays as it is. */
  store(tenantId: string, request: UploadRequest): Attachment;
  /** Throws `invalid_argument` for a file that was not uploaded for this very message. */
  check(messageId: string, attachments: readonly Attachment[]): void;
  /** The same address each time. Throws `not_found`. */
  url(path: string): string;
}

export function createMemoryFiles(): MemoryFiles {
  const files = new Map<string, Blob>();
  const urls = new Map<string, string>();

  return {
    store(tenantId, { sessionId, messageId, place, file, name, type, width, height }) {
      const path = [tenantId, sessionId, messageId, `${place + 1}-${name}`].join('/');
      if (!files.has(path)) files.set(path, new Blob([file], { type }));
      return { path, name, type, size: file.size, ...(width && height ? { width, height } : null) };
    },
    check(messageId, attachments) {
      for (const { path } of attachments) {
        if (files.has(path) && path.split('/')[2] === messageId) continue;
        throw new GlobalChatError('invalid_argument', 'A file was not uploaded for this message.', {
          status: 400,
        });
      }
    },
    url(path) {
      const file = files.get(path);
      if (!file) throw new GlobalChatError('not_found', 'There is no such file.', { status: 404 });
      const url = urls.get(path) ?? URL.createObjectURL(file);
      urls.set(path, url);
      return url;
    },
  };
}
