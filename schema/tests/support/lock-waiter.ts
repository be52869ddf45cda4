/**
 * Owns the moment in which one call waits for another: races are played by holding a transaction open until then.
 */
import assert from 'node:assert/strict';
import type { TestDatabase } from './database.ts';

/** Until somebody waits for a lock in this database. */
export async function lockWaiter({ superuser }: TestDatabase): Promise<void> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const [row] = await superuser`
      select count(*)::int as waiting from pg_stat_activity
      where wait_event_type = 'Lock' and datname = current_database()`;
    if (Number(row?.['waiting']) > 0) return;
    assert.ok(Date.now() < deadline, 'nobody waits');
  }
}
