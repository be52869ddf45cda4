// Risk: some input nobody thought of breaks a function in an uncoded way, or gives a stranger something. Random calls of
// every function by every caller; FUZZ_SEED repeats a run, FUZZ_SECONDS makes it longer: `npm run test:fuzz -w schema`
// takes a minute.
import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import { readFunctions } from '../generator/catalog.ts';
import type { Routine } from '../generator/catalog.ts';
import type { Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { Random } from './support/random.ts';
import { buildWorld, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 6);

/** What the Data API answers with 4xx: our own codes, malformed values, missing rights, arguments that fit no function. */
const EXPECTED = /^(PT4\d\d|22...|42501|42883|54001|54000)$/;
/** Words that are only in what the strangers of this test must not see. */
const SECRET = 'xyzzy-secret';

let database: TestDatabase;
let world: World;
let functions: Routine[];
const ids: string[] = [];

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  functions = await readFunctions(database.superuser);
  const { id, messages } = await startConversation(world.visitor, world.widget, [SECRET]);
  const note = await world.agent.rpc('add_note', { session_id: id, content: SECRET });
  const reply = { tenant_id: world.tenant, shortcut: 'x', content: SECRET };
  const canned = await world.agent.rpc('save_canned_reply', reply);
  const { session } = await world.agent.rpc('session_details', { session_id: id });
  ids.push(
    ...[id, messages[0].id, note.id, canned.id, session.visitor_id, world.tenant, world.widget].map(String),
    ...[world.otherTenant, world.otherWidget, world.agent.id, world.visitor.id],
  );
});
after(() => database.stop());

function value(random: Random, type: string): unknown {
  if (random.chance(0.1)) return null;
  if (type === 'uuid') return random.chance(0.8) ? random.pick(ids) : randomUUID();
  if (type === 'text') return random.text();
  if (type === 'bool') return random.chance(0.5);
  if (type === 'int4') return random.pick([0, 1, -1, 5, 2_147_483_647, -2_147_483_648]);
  if (type === 'int8') return random.pick(['0', '1', '-1', '9223372036854775807', '-9223372036854775808']);
  if (type === 'timestamptz')
    return random.pick(['2026-01-01', '2026-12-31T23:59:60Z', '-infinity', '294276-12-31']);
  if (type === '_uuid') return Array.from({ length: random.below(4) }, () => random.pick(ids));
  return JSON.stringify(random.chance(0.7) ? random.object() : random.json());
}

describe(`random calls, FUZZ_SEED=${String(seed)}`, () => {
  it('are answered or refused with a code, and tell strangers nothing', async () => {
    const random = new Random(seed);
    const insiders: readonly Caller[] = [world.visitor, world.agent, world.admin];
    const strangers: readonly Caller[] = [
      world.otherVisitor,
      world.otherAgent,
      world.outsider,
      world.removedAgent,
      world.anonymousMember,
    ];
    const deadline = Date.now() + seconds * 1000;
    let calls = 0;
    let answers = 0;
    while (Date.now() < deadline) {
      const routine = random.pick(functions);
      // Everything would soon be erased, and the rest would talk to nobody.
      if (/erase|remove_agent|rotate/.test(routine.name) && random.chance(0.95)) continue;
      const isStranger = random.chance(0.6);
      const caller = random.pick(isStranger ? strangers : insiders);
      const args = routine.arguments
        .filter(({ optional }) => !optional || random.chance(0.6))
        .map(({ name, type }) => [name, value(random, type)] as const);
      const described = `${routine.name}(${JSON.stringify(Object.fromEntries(args)).slice(0, 600)})`;
      calls += 1;
      try {
        const answer = await caller.rpc(routine.name.replace('global_chat_', ''), Object.fromEntries(args));
        answers += 1;
        if (isStranger) assert.equal(JSON.stringify(answer ?? null).includes(SECRET), false, described);
      } catch (error) {
        if (!(error instanceof postgres.PostgresError)) throw error;
        assert.match(
          error.code,
          EXPECTED,
          `${described}: ${error.code} ${error.message} ${error.where ?? ''}`,
        );
        assert.equal(error.message.includes(SECRET), false, described);
      }
    }
    assert.ok(answers > calls / 50, `only ${String(answers)} of ${String(calls)} calls were answered`);
    const [row] = await database.owner`select count(*)::int as left_over from global_chat_tenants`;
    assert.ok(Number(row?.['left_over']) >= 2);
  });
});
