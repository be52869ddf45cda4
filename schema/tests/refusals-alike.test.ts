// Risk: a refusal tells that something exists. Every call × what is not there, what is another's, what is another tenant's:
// status, code, message and details are the same to the last byte, and no row changes. How long each takes is reported.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { refusal } from './support/caller.ts';
import type { Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { CALLS, OTHERWISE } from './support/calls-by-id.ts';
import type { Args, Call, Thing } from './support/calls-by-id.ts';
import { buildWorld, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

const STRANGERS = ['otherVisitor', 'otherAgent', 'outsider', 'removedAgent', 'anonymousMember'] as const;

let database: TestDatabase;
let world: World;
/** One of each in the first tenant, and what the second tenant has. */
let here: Record<Thing, string>;
let there: Record<Thing, string>;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  here = await furnish(world.visitor, world.agent, world.tenant, world.widget);
  there = await furnish(world.visitor, world.otherAgent, world.otherTenant, world.otherWidget);
  await startConversation(world.otherVisitor, world.widget);
});
after(() => database.stop());

async function furnish(
  visitor: Caller,
  agent: Caller,
  tenant: string,
  widget: string,
): Promise<Record<Thing, string>> {
  const { id: session, messages } = await startConversation(visitor, widget);
  const shared = { tenant_id: tenant, shared: false };
  const [row] = await database.owner<{ visitor_id: string }[]>`
    select visitor_id from global_chat_sessions where id = ${session}`;
  return {
    session,
    tenant,
    widget,
    message: messages[0].message?.id ?? messages[0].id,
    note: (await agent.rpc('add_note', { session_id: session, content: 'x' })).id,
    reply: (await agent.rpc('save_canned_reply', { ...shared, shortcut: 'x', content: 'x' })).id,
    view: (await agent.rpc('save_view', { ...shared, name: 'x', filters: {} })).id,
    visitor: row?.visitor_id ?? '',
  };
}

/** How many rows each of our tables has. */
async function rows(): Promise<string> {
  const [row] = await database.owner<{ counts: string }[]>`
    select string_agg(table_schema || '.' || table_name || ' ' || (
      xpath('//n/text()', query_to_xml(format('select count(*) as n from %I.%I', table_schema, table_name), false, true, ''))
    )[1]::text, ', ' order by 1) as counts
    from information_schema.tables
    where table_type = 'BASE TABLE' and (table_schema = 'global_chat_private' or table_name ~ '^global_(chat|widget)_')`;
  return row?.counts ?? '';
}

interface Told {
  readonly words: string;
  readonly milliseconds: number;
}

/** The refusal, to the last byte of what a client gets. */
async function told(caller: Caller, rpc: string, args: Args): Promise<Told> {
  const began = performance.now();
  const words = JSON.stringify(await refusal(caller.rpc(rpc, args)));
  return { words, milliseconds: performance.now() - began };
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;

async function compare(
  t: TestContext,
  caller: Caller,
  rpc: string,
  { thing, by, others }: Call,
): Promise<void> {
  const times: Record<'nowhere' | 'elsewhere', number[]> = { nowhere: [], elsewhere: [] };
  for (const other of others) {
    const absent = await told(caller, rpc, { ...other, [by]: randomUUID() });
    times.nowhere.push(absent.milliseconds);
    // The other agent and visitor are at home in the second tenant.
    const theirs = caller === world.otherAgent ? [here] : [here, there];
    for (const { [thing]: id } of theirs) {
      const foreign = await told(caller, rpc, { ...other, [by]: id });
      times.elsewhere.push(foreign.milliseconds);
      assert.equal(foreign.words, absent.words, `${rpc} ${JSON.stringify(other).slice(0, 100)}`);
      assert.equal(foreign.words.includes(id), false, 'names what was asked for');
    }
  }
  t.diagnostic(
    `${median(times.nowhere).toFixed(1)} ms for what is nowhere, ${median(times.elsewhere).toFixed(1)} ms for what is another's`,
  );
}

describe('a refusal', () => {
  it('is looked at for every function that there is', async () => {
    const found = await database.owner<{ name: string }[]>`
      select distinct substr(proname, 13) as name from pg_proc
      where pronamespace = 'public'::regnamespace and starts_with(proname, 'global_chat_') order by 1`;
    const known = [...Object.keys(CALLS), ...Object.keys(OTHERWISE)].sort();
    assert.deepEqual(found.map(({ name }) => name).sort(), known);
  });

  for (const name of STRANGERS) {
    for (const [rpc, call] of Object.entries(CALLS)) {
      it(`of ${rpc} tells ${name} nothing of what there is`, async (t) => {
        const beforehand = await rows();
        await compare(t, world[name], rpc, call);
        assert.equal(await rows(), beforehand);
      });
    }

    it(`of update_sessions tells ${name} nothing of what there is`, async () => {
      const beforehand = await rows();
      for (const changes of [{ status: 'open' }, { status: 'x' }, null]) {
        const absent = await told(world[name], 'update_sessions', { session_ids: [randomUUID()], changes });
        for (const list of [[here.session], [here.session, randomUUID()], [randomUUID(), here.session]]) {
          const foreign = await told(world[name], 'update_sessions', { session_ids: list, changes });
          assert.equal(foreign.words, absent.words);
        }
      }
      assert.equal(await rows(), beforehand);
    });
  }
});

describe('a token without a user', () => {
  it('is asked to sign in, whatever it asks for', async () => {
    const nobody = database.as({ role: 'authenticated' });
    for (const [rpc, { thing, by, others }] of Object.entries(CALLS)) {
      for (const other of others) {
        for (const id of [here[thing], randomUUID()]) {
          const { status, code } = await nobody.refused(rpc, { ...other, [by]: id });
          assert.deepEqual([status, code], [401, 'not_signed_in'], rpc);
        }
      }
    }
  });
});

describe('inside a team', () => {
  it('what a colleague keeps to themselves is answered like what does not exist', async (t) => {
    for (const rpc of ['delete_canned_reply', 'delete_saved_view']) {
      const call = CALLS[rpc];
      assert.ok(call);
      await compare(t, world.admin, rpc, call);
    }
    for (const [rpc, by, thing] of [
      ['save_canned_reply', 'reply_id', 'reply'],
      ['save_view', 'view_id', 'view'],
    ] as const) {
      const args = { tenant_id: world.tenant, shortcut: 'y', content: 'y', name: 'y', filters: {} };
      const used =
        rpc === 'save_view' ? ['tenant_id', 'name', 'filters'] : ['tenant_id', 'shortcut', 'content'];
      const own = Object.fromEntries(Object.entries(args).filter(([key]) => used.includes(key)));
      const answers = [];
      for (const { [thing]: id } of [here, there])
        answers.push((await told(world.admin, rpc, { ...own, [by]: id })).words);
      assert.equal(answers[0], answers[1]);
    }
  });

  it('what a visitor said is no more an agent’s to change than what nobody said', async (t) => {
    for (const rpc of ['edit_message', 'delete_message', 'rate_session', 'update_visitor']) {
      const call = CALLS[rpc];
      assert.ok(call);
      await compare(t, world.agent, rpc, call);
    }
  });
});
