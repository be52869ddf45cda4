/**
 * Owns filling an empty schema with a crowd: a few big tenants and long sessions, many small ones (crowd.sql).
 */
import { readFile } from 'node:fs/promises';
import type { Sql } from 'postgres';

export interface CrowdSize {
  readonly messages: number;
  readonly sessions: number;
  readonly tenants: number;
}

/** @param sql a superuser's connections; what the crowd was made from stays in the schema `crowd` */
export async function makeCrowd(sql: Sql, size: CrowdSize): Promise<void> {
  const text = await readFile(new URL('crowd.sql', import.meta.url), 'utf8');
  const settings = Object.entries(size).map(([name, value]) => `set crowd.${name} = ${String(value)};`);
  // One connection for all of it, since the settings are the connection's.
  const connection = await sql.reserve();
  try {
    await connection.unsafe(`${settings.join('\n')}\n${text}`).simple();
    await connection.unsafe('vacuum analyze').simple();
  } finally {
    connection.release();
  }
}
