/**
 * Runs the attacks against any project that has the schema, also a hosted one:
 * `npm run attacks -- --api URL --key PUBLISHABLE_KEY --secret-key SECRET_KEY [--only WORDS] [--yes] [--list] [--clean]`
 * The secret key may also come from SUPABASE_SECRET_KEY. README.md says what a run needs, makes and removes.
 */
import { parseArgs } from 'node:util';
import { CORPUS } from './corpus/index.ts';
import type { Attack, Subject } from './runner/attack.ts';
import { AttackSucceeded } from './runner/compare.ts';
import { leftovers, removeLeftovers, strangers } from './runner/leftovers.ts';
import type { Project } from './runner/project.ts';
import { Run } from './runner/run.ts';

const HELP = `npm run attacks -- --api URL --key PUBLISHABLE_KEY --secret-key SECRET_KEY
  --only WORDS   only attacks whose subject or sentence contains this
  --list         prints the attacks and sends nothing
  --clean        removes what an interrupted run left behind, and does nothing else
  --yes          also on a project that has tenants already

It needs the schema installed, anonymous sign-ins allowed, and room for about 50 anonymous sign-ups in the hour
(Authentication, Rate Limits). It makes tenants whose slugs begin with attacks-, accounts whose addresses begin with
attacks- and anonymous users, acts on nothing else, and removes them at the end. It talks to that URL only.`;

const { values: options } = parseArgs({
  options: {
    api: { type: 'string' },
    key: { type: 'string' },
    'secret-key': { type: 'string' },
    only: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
    clean: { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** Those that the words choose, by subject. */
function chosen(): readonly (readonly [Subject, Attack])[] {
  const words = options.only.toLowerCase();
  return CORPUS.flatMap((subject) =>
    subject.attacks
      .filter(({ attack }) => `${subject.subject}: ${attack}`.toLowerCase().includes(words))
      .map((attack) => [subject, attack] as const),
  );
}

function projectOf(): Project | undefined {
  const secretKey = options['secret-key'] ?? process.env['SUPABASE_SECRET_KEY'];
  if (options.api === undefined || options.key === undefined || secretKey === undefined) return undefined;
  return { url: options.api, publishableKey: options.key, secretKey };
}

async function runAll(project: Project): Promise<number> {
  const run = new Run(project);
  const succeeded: string[] = [];
  const notRun: string[] = [];
  let held = 0;
  let interrupted = false;
  process.once('SIGINT', () => (interrupted = true));
  try {
    for (const [subject, attack] of chosen()) {
      if (interrupted) break;
      const name = `${subject.subject}: ${attack.attack}`;
      if (attack.onlyLocal !== undefined) {
        notRun.push(`${name} (${attack.onlyLocal})`);
        continue;
      }
      try {
        await run.attack(subject, attack);
        held += 1;
        console.log(`held       ${name}`);
      } catch (error) {
        if (!(error instanceof AttackSucceeded)) throw error;
        succeeded.push(name);
        console.log(`SUCCEEDED  ${name}\n${error.message}`);
      }
    }
  } finally {
    console.log('Removing what the run made.');
    await run.clean();
  }
  for (const name of notRun) console.log(`not run    ${name}`);
  for (const name of succeeded) console.log(`succeeded  ${name}`);
  console.log(
    `attacks: ${String(held)} held, ${String(succeeded.length)} succeeded, ${String(notRun.length)} not run`,
  );
  return succeeded.length === 0 && held > 0 && !interrupted ? 0 : 1;
}

async function main(): Promise<number> {
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  if (options.list) {
    for (const [subject, attack] of chosen()) console.log(`${subject.subject}: ${attack.attack}`);
    console.log(`${String(chosen().length)} attacks`);
    return 0;
  }
  const project = projectOf();
  if (project === undefined) {
    console.error(HELP);
    return 2;
  }
  if (options.clean) {
    console.log(await removeLeftovers(project));
    return 0;
  }
  const others = await strangers(project);
  if (others > 0 && !options.yes) {
    console.error(
      `This project has ${String(others)} tenants already. The attacks make their own and touch no other, but they are ` +
        'attacks: prefer a project for trying. Add --yes to run them here.',
    );
    return 2;
  }
  const left = await leftovers(project);
  if (left > 0) console.log(`${String(left)} tenants of an earlier run are here; --clean removes them.`);
  return runAll(project);
}

process.exitCode = await main();
