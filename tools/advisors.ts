// What Supabase's database advisors say about our schema: `supabase db advisors` against a database of our own, without
// Docker. Fails on every warning about an object of ours, and when a planted fault goes unnoticed. The CLI is fetched by
// npm when it is needed (65 MB) and sends nothing home.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { applyMigrations, bootstrap, startPostgres } from '../packages/local/src/index.ts';
import { migrations } from '../schema/src/index.ts';

const CLI = 'supabase@3.1.0';
/** What a careless change would look like; the advisors must find both. */
const PLANTED = `
  create function public.global_chat_planted() returns int language sql as 'select 1';
  create table public.global_chat_planted (id int);
  grant all on public.global_chat_planted to anon`;

interface Finding {
  readonly name: string;
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  readonly detail: string;
  readonly metadata: { readonly schema?: string; readonly name?: string } | null;
}

async function advise(url: string, home: string): Promise<readonly Finding[]> {
  const command = ['supabase', 'db', 'advisors', `--remote=${url}`, '--type', 'all', '--level', 'info'];
  const flags = ['--output-format', 'json', '--fail-on', 'none', '--yes', '--workdir', home];
  const child = spawn('npm', ['exec', '--yes', `--package=${CLI}`, '--', ...command, ...flags], {
    env: { ...process.env, SUPABASE_HOME: home, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaints = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${CLI} failed: ${complaints}${output}`);
  return (JSON.parse(output) as { results: readonly Finding[] }).results;
}

const isOurs = ({ metadata, detail }: Finding): boolean =>
  metadata?.schema === 'global_chat_private' || /\bglobal_(chat|widget)_/.test(detail);

const home = await mkdtemp(join(tmpdir(), 'globalchat-advisors-'));
const server = await startPostgres();
const sql = postgres(server.url(), { max: 1, onnotice: () => undefined });
try {
  await bootstrap(sql);
  await applyMigrations(server.url('postgres'), await migrations());
  // Some of the advice is about what the Data API shows, which hosted projects say here.
  await sql.unsafe(`alter database postgres set "pgrst.db_schemas" = 'public,graphql_public'`);

  const findings = (await advise(server.url('postgres'), home)).filter(isOurs);
  const warnings = findings.filter(({ level }) => level !== 'INFO');
  for (const { level, name, detail } of warnings) console.error(`${level} ${name}: ${detail}`);

  await sql.unsafe(PLANTED).simple();
  const planted = (await advise(server.url('postgres'), home)).filter(
    ({ level, detail }) => level !== 'INFO' && detail.includes('global_chat_planted'),
  );
  const seen = new Set(planted.map(({ name }) => name));
  const blind = !seen.has('function_search_path_mutable') || !seen.has('rls_disabled_in_public');
  if (blind) console.error(`the planted faults went unnoticed: only ${[...seen].join(', ') || 'nothing'}`);

  console.log(
    `advisors: ${findings.length - warnings.length} notes, ${warnings.length} warnings about our objects`,
  );
  if (warnings.length > 0 || blind) process.exitCode = 1;
} finally {
  await sql.end({ timeout: 1 });
  await server.stop();
  await rm(home, { recursive: true, force: true });
}
