// What may be sent as a file. The bucket and the database enforce the same; see schema/migrations/0018_attachments.sql.

/** For a file dialog's `accept`, and for sentences that say what is allowed. */
export const FILE_LIMITS = {
  /** In one message. */
  maxFiles: 10,
  /** Of one file. */
  maxBytes: 10_485_760,
  /** Media types. */
  types: [
    'image/png',
    'image/jpeg',
    'image/webp',
    'image/gif',
    'application/pdf',
    'text/plain',
    'text/csv',
  ] as const,
} as const;
