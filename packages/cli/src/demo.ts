// `npm run demo`: the whole product on this machine. Owns the command line, the READY line and the way out;
// the backend comes from @globalchat/local, the people and their conversations from @globalchat/schema.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocal, type Local } from '@globalchat/local';
import { demo, migrations, seedDemo } from '@globalchat/schema';
import { parsePort } from './command.ts';
import { buildInbox, buildScriptTag } from './demo/assets.ts';
import { startPages } from './demo/pages.ts';
import { statusRoute } from './dev/status-route.ts';
import { createLifecycle } from './lifecycle.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4321' },
    'api-port': { type: 'string', default: '54321' },
    'db-port': { type: 'string', default: '54322' },
    'data-dir': { type: 'string' },
  },
});

const lifecycle = createLifecycle();

async function main(): Promise<void> {
  /** For the status page, which is there before they are. */
  let backend: Local | null = null;
  const addresses: Record<string, string> = {};
  const [local, scriptTag] = await Promise.all([
    startLocal({
      apiPort: parsePort('api-port', values['api-port']),
      dbPort: parsePort('db-port', values['db-port']),
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
    buildScriptTag(),
  ]);

  const agentIds: Record<string, string> = {};
  for (const agent of demo.agents) {
    const user = await local.createUser({ email: agent.email, password: agent.password, name: agent.name });
    agentIds[agent.email] = user.id;
  }
  await seedDemo(local.sql, { agentIds });

  const environment = {
    VITE_GLOBAL_CHAT_SCRIPT: '/cdn/global-chat.js',
    VITE_SUPABASE_URL: local.apiUrl,
    VITE_SUPABASE_ANON_KEY: local.publishableKey,
    VITE_WIDGET_ID: demo.widgetId,
  };
  // Addresses are compiled in, so two demos at a time must not share the folder.
  const inbox = await mkdtemp(join(tmpdir(), 'globalchat-inbox-'));
  lifecycle.add(() => rm(inbox, { recursive: true, force: true }));
  await buildInbox(inbox, environment);
  const pages = await startPages({
    port: parsePort('port', values.port),
    scriptTag,
    inbox,
    apiUrl: local.apiUrl,
    environment,
  });
  lifecycle.add(() => pages.stop());

  const ready = {
    landing: `${pages.url}/`,
    inbox: `${pages.url}/inbox/`,
    api: local.apiUrl,
    database: local.databaseUrl,
    publishableKey: local.publishableKey,
    secretKey: local.secretKey,
    tenantId: demo.tenantId,
    widgetId: demo.widgetId,
    agents: demo.agents,
  };
  Object.assign(addresses, { 'Landing page': ready.landing, Inbox: ready.inbox });
  const [first] = demo.agents;
  console.log(`Landing page  ${ready.landing}`);
  console.log(`Inbox         ${ready.inbox}   ${first?.email ?? ''} / ${first?.password ?? ''}`);
  console.log(`Status, mails ${ready.api}/`);
  console.log('Ctrl-C stops everything.');
  console.log(`READY ${JSON.stringify(ready)}`);
}

main().catch(async (error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  await lifecycle.stop();
  process.exit(1);
});
