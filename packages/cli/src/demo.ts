// `npm run demo`: the whole product on this machine, built from the sources. Owns the command line, the READY line and
// the way out; the backend comes from @globalchat/local, the people and their conversations from @globalchat/schema.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocal, type Local } from '@globalchat/local';
import { demo, migrations } from '@globalchat/schema';
import { parsePort } from './command.ts';
import { firstAgent, openDemo } from './dev/demo-project.ts';
import { statusRoute } from './dev/status-route.ts';
import { createLifecycle } from './lifecycle.ts';
import { buildPages, pagesIn } from './pages/build.ts';
import type { PageFolders } from './pages/serve.ts';

const USAGE = `npm run demo -- [--port 4321] [--api-port 54321] [--db-port 54322] [--data-dir FOLDER] [--allow-host NAME]
A port of 0 is any free one.`;

const { values } = readOptions();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const lifecycle = createLifecycle();

async function main(): Promise<void> {
  /** For the status page, which is there before they are. */
  let backend: Local | null = null;
  const addresses: Record<string, string> = {};
  const [local, folders] = await Promise.all([
    startLocal({
      apiPort: parsePort('api-port', values['api-port']),
      dbPort: parsePort('db-port', values['db-port']),
      allowedHosts: values['allow-host'],
      allowedOrigins: 'trusted',
      ...(values['data-dir'] ? { dataDir: values['data-dir'] } : {}),
      migrations: await migrations(),
      routes: [
        statusRoute(
          () => backend,
          () => addresses,
        ),
      ],
    }).then((started) => {
      lifecycle.add(() => started.stop());
      return (backend = started);
    }),
    values.pages ? pagesIn(values.pages) : buildOwnPages(),
  ]);
  const { landing, inbox, stop } = await openDemo(local, {
    port: parsePort('port', values.port),
    folders,
    allowedHosts: values['allow-host'],
  });
  lifecycle.add(stop);

  const ready = {
    landing,
    inbox,
    api: local.apiUrl,
    database: local.databaseUrl,
    publishableKey: local.publishableKey,
    secretKey: local.secretKey,
    tenantId: demo.tenantId,
    widgetId: demo.widgetId,
    agents: demo.agents,
  };
  Object.assign(addresses, { 'Landing page': landing, Inbox: inbox });
  const { email, password } = firstAgent();
  console.log(`Landing page  ${landing}`);
  console.log(`Inbox         ${inbox}   ${email} / ${password}`);
  console.log(`Status, mails ${ready.api}/`);
  console.log('Ctrl-C stops everything.');
  console.log(`READY ${JSON.stringify(ready)}`);
}

async function buildOwnPages(): Promise<PageFolders> {
  const target = await mkdtemp(join(tmpdir(), 'globalchat-pages-'));
  const built = buildPages(target);
  lifecycle.add(async () => {
    // What is still being written would come back into the folder.
    await built.catch(() => undefined);
    await rm(target, { recursive: true, force: true });
  });
  return built;
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '4321' },
        'api-port': { type: 'string', default: '54321' },
        'db-port': { type: 'string', default: '54322' },
        'allow-host': { type: 'string', multiple: true, default: [] },
        'data-dir': { type: 'string' },
        // A folder with pages that were built before.
        pages: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(1);
  }
}

main().catch(async (error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  console.error(/\bport\b/i.test(message) ? `${message}\n${USAGE}` : message);
  await lifecycle.stop();
  process.exit(1);
});
