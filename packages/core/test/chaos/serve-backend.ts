// The process behind backend-process.ts: `serve-backend.ts DATA-DIR [API-PORT DB-PORT]`. With ports it is a return to
// data that has its tenants already.
import { startLocal } from '@globalchat/local';
import { migrations } from '@globalchat/schema';
import { startBackend } from '../backend.ts';

const [dataDir = '', apiPort, dbPort] = process.argv.slice(2);
const isReturn = apiPort !== undefined;
const backend = isReturn
  ? {
      ...(await startLocal({
        dataDir,
        apiPort: Number(apiPort),
        dbPort: Number(dbPort),
        migrations: await migrations(),
      })),
      tenants: [],
    }
  : await startBackend({ dataDir });
const { apiUrl, databaseUrl, publishableKey, tenants } = backend;
process.send?.({ apiUrl, databaseUrl, publishableKey, tenants });

process.on('message', (message) => {
  if (message === 'kill database')
    void backend.restartDatabase('crash').then(() => process.send?.('restarted'));
  if (message === 'stop') void backend.stop().then(() => process.exit(0));
});
// Nobody talks to a backend whose parent is gone.
process.on('disconnect', () => process.exit(1));
