/** As hosted: what is answered is on disk. The memory is that of a small project. */
export const SERVER_SETTINGS: readonly string[] = [
  'fsync=on',
  'synchronous_commit=on',
  'full_page_writes=on',
  'shared_buffers=512MB',
  'effective_cache_size=1536MB',
  'max_wal_size=4GB',
];
