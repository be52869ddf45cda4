/** A program that starts a backend, says where, and then waits to be ended. Used to see what it leaves behind. */
import { startLocal } from '../src/local.ts';
import { startPostgres } from '../src/postgres/start.ts';

const what = process.argv[2];
if (what === 'local') {
  const local = await startLocal();
  process.stdout.write(`${JSON.stringify({ url: local.databaseUrl, api: local.apiUrl })}\n`);
} else {
  const database = await startPostgres();
  process.stdout.write(`${JSON.stringify({ pid: database.pid, dataDir: database.dataDir })}\n`);
}
if (process.argv[3] === 'exit') process.exit(0);
setInterval(() => undefined, 1000);
