// Before all tests of a run: one cluster for them. Loaded by `--test-global-setup`; the files inherit the environment. A file
// that is run by itself makes a cluster of its own.
import { startPostgres } from '../../../packages/local/src/postgres/start.ts';
import type { Postgres } from '../../../packages/local/src/postgres/start.ts';
import { prepareCluster } from './prepared-cluster.ts';

let server: Postgres | undefined;

export async function globalSetup(): Promise<void> {
  server = await startPostgres();
  Object.assign(process.env, await prepareCluster(server.url()));
}

export async function globalTeardown(): Promise<void> {
  await server?.stop();
}
