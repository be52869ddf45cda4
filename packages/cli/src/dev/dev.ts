// `globalchat dev`: the whole backend on this machine with the schema applied. Owns the options and what is printed.
import { rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocal, type Local } from '@globalchat/local';
import { migrations, schemaVersion } from '@globalchat/schema';
import { CommandError, parsePort, type Command } from '../command.ts';
import { createLifecycle } from '../lifecycle.ts';
import { firstAgent, openDemo } from './demo-project.ts';
import { findPages } from './page-folders.ts';
import { statusRoute } from './status-route.ts';

export const dev: Command = {
  name: 'dev',
  usage: 'dev [--port N] [--data-dir DIR]',
  summary:
    'Run PostgreSQL, REST, Auth, Storage and Realtime on this machine, with the schema, the demo and its pages.',
  options: [
    '  --port N       port of the API (54321; 0 = any free one)',
    '  --db-port N    port of PostgreSQL (54322; 0 = any free one)',
    '  --pages-port N port of the demo pages (4321; 0 = any free one)',
    '  --allow-host NAME a host besides localhost that may reach it, and whose pages may use it; may be repeated',
    '  --data-dir DIR keep the data there; without it everything is gone after Ctrl-C',
    '  --reset        empty the data folder first',
    '  --empty        only the schema: no demo people, no pages',
    '  --json         print the addresses and keys as one line of JSON',
  ],
  run,
};

async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '54321' },
      'db-port': { type: 'string', default: '54322' },
      'pages-port': { type: 'string', default: '4321' },
      'allow-host': { type: 'string', multiple: true, default: [] },
      'data-dir': { type: 'string' },
      reset: { type: 'boolean', default: false },
      empty: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const dataDir = values['data-dir'] === undefined ? undefined : resolve(values['data-dir']);
  const apiPort = parsePort('port', values.port);
  const dbPort = parsePort('db-port', values['db-port']);
  const pagesPort = parsePort('pages-port', values['pages-port']);
  const allowedHosts = values['allow-host'];
  if (values.reset) await reset(dataDir);

  const lifecycle = createLifecycle();
  const pages: Record<string, string> = {};
  let local: Local | null = null;
  try {
    const folders = values.empty ? undefined : findPages(lifecycle);
    folders?.catch(() => undefined); // thrown where it is awaited
    const started = await startLocal({
      apiPort,
      dbPort,
      allowedHosts,
      allowedOrigins: 'trusted',
      ...(dataDir === undefined ? {} : { dataDir }),
      migrations: await migrations(),
      routes: [
        statusRoute(
          () => local,
          () => pages,
        ),
      ],
    });
    lifecycle.add(() => started.stop());
    local = started;
    if (folders !== undefined) {
      const { landing, inbox, stop } = await openDemo(started, {
        port: pagesPort,
        folders: await folders,
        allowedHosts,
      });
      lifecycle.add(stop);
      Object.assign(pages, { 'Landing page': landing, Inbox: inbox });
    }
    console.log(values.json ? JSON.stringify(addresses(started, pages)) : table(started, pages, dataDir));
  } catch (error) {
    await lifecycle.stop();
    throw error;
  }
}

/** Removes the database inside `dataDir`, and refuses to touch a folder that holds none. */
async function reset(dataDir: string | undefined): Promise<void> {
  if (dataDir === undefined)
    throw new CommandError('--reset empties a data folder; name it with --data-dir.');
  const exists = await stat(dataDir).catch(() => null);
  if (!exists) return;
  const isOurs = await stat(join(dataDir, 'cluster', 'PG_VERSION')).catch(() => null);
  if (!isOurs) throw new CommandError(`${dataDir} holds no database of globalchat dev; nothing was removed.`);
  await rm(dataDir, { recursive: true });
}

type Pages = Readonly<Record<string, string>>;

function addresses(local: Local, pages: Pages): Record<string, unknown> {
  return {
    api: local.apiUrl,
    database: local.databaseUrl,
    publishableKey: local.publishableKey,
    secretKey: local.secretKey,
    anonKey: local.anonKey,
    serviceRoleKey: local.serviceRoleKey,
    jwtSecret: local.jwtSecret,
    status: `${local.apiUrl}/`,
    schemaVersion: String(schemaVersion),
    ...(pages['Inbox'] === undefined
      ? {}
      : { landing: pages['Landing page'], inbox: pages['Inbox'], agent: firstAgent() }),
  };
}

function table(local: Local, pages: Pages, dataDir: string | undefined): string {
  const { email, password } = firstAgent();
  const rows: readonly (readonly [string, string])[] = [
    ['API URL', local.apiUrl],
    ['Database URL', local.databaseUrl],
    ['Publishable key', local.publishableKey],
    ['Secret key', local.secretKey],
    ['anon key', local.anonKey],
    ['service_role key', local.serviceRoleKey],
    ['JWT secret', local.jwtSecret],
    ['Status and mails', `${local.apiUrl}/`],
    ...Object.entries(pages),
    ...(pages['Inbox'] === undefined ? [] : [['Inbox sign-in', `${email} / ${password}`] as const]),
    ['Data', dataDir ?? 'temporary, removed on Ctrl-C'],
  ];
  return rows.map(([name, value]) => `${name.padStart(16)}: ${value}`).join('\n');
}
