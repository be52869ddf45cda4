// `npm run sizes`: what the widget weighs against the budget of its design, in bytes after brotli at its best. Builds the
// script-tag bundle first when it is not there. A chunk without a limit is a failure: somebody must decide on it.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import { loadedSizes } from './loaded-sizes.ts';
import { runStep } from './steps.ts';

const CDN = 'packages/widget/dist/cdn';
const SCRIPT = 'global-chat.js';

/** Most bytes of each file that is loaded later, by its name without the hash. */
const LAZY_CHUNK_LIMITS: Readonly<Record<string, number>> = {
  // The script tag once more, for pages that inline or bundle it: it also says where its panel is published.
  'global-chat.inline.js': 2080,
  // What an owner's colours become, beside the config.
  // The message beside the launcher, where an owner has one: on its own, before and without the panel.
  triggers: 6200,
  'owner-colors': 900,
  'transcript-view': 7050,
  // Markdown, and what a link's label must not hide.
  markdown: 2200,
  'markdown-module': 450,
  // Changing and taking back an own message.
  'message-changes': 2300,
  'message-options': 1300,
  suggestions: 600,
  // Places of what is loading.
  skeleton: 300,
  // Pictures and files in the transcript, also those on their way.
  'files-module': 2200,
  // Files and emoji in the composer, the menu's button, and what keeps page and panel apart.
  'lazy-features': 5200,
  'page-calls': 900,
  'visitor-and-file-events': 300,
  'emoji-grid': 1150,
  menu: 3150,
  // The chat in a window of its own, which loads the panel's own files once more.
  'fill-window': 1400,
  'keep-tab': 700,
  'restore-tab': 1500,
  'tab-entry': 250,
  // The message beside the launcher that began a conversation, after a reload.
  'kept-greeting': 1300,
  'unread-notifier': 1500,
  // Being told of answers by the desktop: the offer after the first one, and one that is told.
  'notify-offer': 750,
  'desktop-choice': 300,
  'desktop-notification': 600,
  'check-files': 1000,
  'file-limits': 150,
  'files-texts': 250,
  'chosen-files': 1500,
  // The upload itself, with the first file.
  files: 900,
  'fetch-files': 1000,
  'upload-files': 400,
  'home-screen': 2200,
  'offline-notice': 1600,
  resolution: 2000,
  // Why a message was not taken, and until when a limit holds it back.
  'send-error': 1400,
  // What an owner asks before the first message, and the check that somebody is human.
  'pre-chat': 6000,
  'linear-pattern': 1300,
  captcha: 1300,
  'screen-texts': 1100,
  'screen-styles': 700,
  fields: 400,
  'screen-tokens': 550,
  icons: 550,
  // LazyModule, names of files and icons of messages, which several of these share.
  'plain-name': 650,
  'hosted-module': 550,
  'message-icons': 320,
  // The copy of a conversation, when somebody asks for it.
  'transcript-file': 2200,
  'transcript-texts': 330,
  'launcher-icon': 800,
  // Formats and skeletons, for the transcript and the home screen alike.
  localizer: 900,
  // The socket, shared by the tabs of a visitor.
  realtime: 3200,
  'realtime-protocol': 350,
  'connection-state': 750,
  // What a server's refusal means, with the first one.
  'answer-error': 650,
  // Sync, receipts and typing, with the first conversation that exists.
  'live-conversation': 1650,
  // The hours turn while somebody looks.
  'config-freshness': 450,
  // Who the visitor is.
  'identity-and-facts': 1900,
  'visitor-data': 350,
  'visitor-details': 300,
  'typing-channel': 400,
  'shared-channels': 700,
  'client-link': 2200,
  'client-files': 450,
  'client-channels': 1450,
  'widget-languages': 1000,
};
const SCRIPT_LIMIT = 2000;
const FIRST_OPEN_LIMIT = 29_980;
/** Of what a visitor's browser loads after the script, as a real one does. */
const LOADED_LIMITS = { firstOpen: 42_000, firstConversation: 54_000 };
/** Of what a page pays for one import of core, without what only Supabase needs and what is loaded later. */
const CORE_LIMITS: Readonly<Record<string, number>> = {
  createVisitorChat: 8700,
  createInbox: 9050,
  createGlobalChatService: 4300,
  // Everything there is to import: nobody pays for it, but it tells when something grows.
  '*': 13_450,
};
/** The widget's dictionary of one language. */
const LOCALE_LIMIT = 2600;

interface Row {
  readonly what: string;
  readonly bytes: number;
  readonly limit: number | null;
}

function weigh(content: string | Uint8Array): number {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

/** The files that an ES module needs before it runs: its static imports, and theirs. */
async function staticImports(file: string, found = new Set<string>()): Promise<ReadonlySet<string>> {
  if (found.has(file)) return found;
  found.add(file);
  const code = await readFile(`${CDN}/${file}`, 'utf8');
  for (const match of code.matchAll(/(?:^|[;}])import(?:[\w${},*\s]+from)?\s*["']\.\/([^"']+)["']/g)) {
    if (match[1]) await staticImports(match[1], found);
  }
  return found;
}

/** One import of core without the parts that know Supabase and without what is loaded later, as one module. */
async function weighCore(name: string): Promise<number> {
  const names = name === '*' ? name : `{ ${name} }`;
  const result = await build({
    stdin: { contents: `export ${names} from '@globalchat/core';`, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['source'],
    plugins: [
      {
        name: 'without-supabase-and-later-parts',
        setup(plugin) {
          plugin.onResolve({ filter: /./ }, ({ path, kind }) =>
            kind === 'dynamic-import' || /\/transport\/supabase\//.test(path)
              ? { path, external: true }
              : undefined,
          );
        },
      },
    ],
  });
  return weigh(result.outputFiles[0]!.contents);
}

if (!existsSync(`${CDN}/${SCRIPT}`)) {
  const built = await runStep({
    name: 'script tag',
    args: ['node_modules/rollup/dist/bin/rollup', '-c', '--silent'],
    counting: 'exit',
  });
  if (built.failed > 0) throw new Error(built.output);
}

const files = (await readdir(CDN)).filter((file) => /\.m?js$/.test(file));
const sizes = new Map<string, number>();
for (const file of files) sizes.set(file, weigh(await readFile(`${CDN}/${file}`)));

const script = await readFile(`${CDN}/${SCRIPT}`, 'utf8');
const ending = /-[a-z\d]{6}\.js/.exec(script)?.[0];
if (!ending) throw new Error(`${SCRIPT} names no module.`);
const atOpening = [SCRIPT, ...(await staticImports(`panel${ending}`))];
const sum = (names: readonly string[]): number =>
  names.reduce((total, name) => total + (sizes.get(name) ?? 0), 0);

const coreRows: Row[] = [];
for (const [name, limit] of Object.entries(CORE_LIMITS)) {
  coreRows.push({ what: `core: ${name}`, bytes: await weighCore(name), limit });
}
const loaded = await loadedSizes(CDN, sizes);
const rows: Row[] = [
  { what: 'script tag, launcher painted', bytes: sum([SCRIPT]), limit: SCRIPT_LIMIT },
  { what: `first open (${atOpening.length} files)`, bytes: sum(atOpening), limit: FIRST_OPEN_LIMIT },
  { what: 'loaded two idle seconds later', bytes: loaded.firstOpen, limit: LOADED_LIMITS.firstOpen },
  {
    what: 'loaded for a first conversation',
    bytes: loaded.firstConversation,
    limit: LOADED_LIMITS.firstConversation,
  },
  ...coreRows,
  ...files
    .filter((file) => !atOpening.includes(file))
    .sort()
    .map((file) => {
      const name = file.replace(/-[a-z\d]{6,7}\.m?js$/, '');
      const limit = LAZY_CHUNK_LIMITS[name] ?? (name.startsWith('locale-') ? LOCALE_LIMIT : null);
      return { what: `lazy: ${name}`, bytes: sizes.get(file)!, limit };
    }),
];

let failed = 0;
for (const { what, bytes, limit } of rows) {
  const isOver = limit === null || bytes > limit;
  if (isOver) failed += 1;
  const verdict = limit === null ? 'NO LIMIT' : isOver ? 'OVER' : 'ok';
  console.log(
    `${what.padEnd(34)}${String(bytes).padStart(7)} of ${String(limit ?? '?').padStart(6)}  ${verdict}`,
  );
}
console.log(`sizes: ${rows.length - failed} within budget, ${failed} over`);
if (failed > 0) process.exitCode = 1;
