// Risk: somebody reads or writes a table with a hand-written request. Tables × callers × verbs, with real roles and claims.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { refusal } from './support/caller.ts';
import type { Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

const TABLES = [
  'global_chat_tenants',
  'global_chat_agents',
  'global_chat_visitors',
  'global_widget_config',
  'global_chat_sessions',
  'global_chat_messages',
  'global_chat_notes',
  'global_chat_canned_replies',
  'global_chat_saved_views',
] as const;
type Table = (typeof TABLES)[number];

/** Columns that all callers may name; `*` includes some of messages that nobody may. */
const COLUMNS: Readonly<Partial<Record<Table, string>>> = {
  global_chat_messages: 'id, session_id, content',
};

let database: TestDatabase;
let world: World;
let session: { id: string };

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  session = await startConversation(world.visitor, world.widget, ['One', 'Two']);
  await startConversation(world.otherVisitor, world.widget, ['Three']);
  const foreign = await startConversation(world.otherVisitor, world.otherWidget, ['Elsewhere']);
  await world.agent.rpc('add_note', { session_id: session.id, content: 'Secret' });
  await world.otherAgent.rpc('add_note', { session_id: foreign.id, content: 'Also secret' });
  await world.agent.rpc('save_canned_reply', {
    tenant_id: world.tenant,
    shortcut: 'hi',
    content: 'Hello',
    shared: true,
  });
  await world.agent.rpc('save_canned_reply', {
    tenant_id: world.tenant,
    shortcut: 'mine',
    content: 'Mine',
    shared: false,
  });
});
after(() => database.stop());

/** Opened for postgres_changes, and then only; the others never are. */
const PUBLISHED: readonly Table[] = [
  'global_widget_config',
  'global_chat_sessions',
  'global_chat_messages',
  'global_chat_notes',
];
const CALLERS = [
  'anon',
  'visitor',
  'otherVisitor',
  'agent',
  'admin',
  'otherAgent',
  'outsider',
  'removedAgent',
  'anonymousMember',
] as const;

describe('as it is installed', () => {
  for (const who of CALLERS) {
    it(`${who} reads no table, counts none and is told no plan`, async () => {
      for (const table of TABLES) {
        for (const statement of [
          `select ${COLUMNS[table] ?? '*'} from public.${table}`,
          `select count(*) from public.${table}`,
          `explain select ${COLUMNS[table] ?? '*'} from public.${table}`,
          `select 1 from public.${table} limit 0`,
        ]) {
          assert.equal((await refusal(world[who].query(statement))).code, '42501', statement);
        }
      }
    });
  }
});

/** How many rows each caller sees with postgres_changes on; what is missing is zero. */
const VISIBLE: Readonly<Partial<Record<keyof World, Partial<Record<Table, number>>>>> = {
  visitor: { global_chat_messages: 2 },
  otherVisitor: { global_chat_messages: 2 },
  agent: {
    global_widget_config: 1,
    global_chat_sessions: 2,
    global_chat_messages: 3,
    global_chat_notes: 1,
  },
  admin: {
    global_widget_config: 1,
    global_chat_sessions: 2,
    global_chat_messages: 3,
    global_chat_notes: 1,
  },
  otherAgent: {
    global_widget_config: 1,
    global_chat_sessions: 1,
    global_chat_messages: 1,
    global_chat_notes: 1,
  },
  outsider: {},
  removedAgent: {},
  anonymousMember: {},
};

for (const [who, sees] of Object.entries(VISIBLE) as [keyof World, Partial<Record<Table, number>>][]) {
  describe(`${who} with a signed-in token and postgres_changes`, () => {
    const caller = (): Caller => world[who] as Caller;
    before(() => database.owner`select global_chat_private.use_postgres_changes(true)`);
    for (const table of PUBLISHED) {
      it(`reads ${String(sees[table] ?? 0)} rows of ${table}`, async () => {
        const rows = await caller().query(`select ${COLUMNS[table] ?? '*'} from public.${table}`);
        assert.equal(rows.length, sees[table] ?? 0);
        const [counted] = await caller().query(`select count(*)::int as amount from public.${table}`);
        assert.equal(counted.amount, sees[table] ?? 0);
      });
    }
    for (const table of TABLES) {
      it(`cannot write ${table}`, async () => {
        const key = table === 'global_chat_agents' ? 'user_id' : 'id';
        for (const statement of [
          `insert into public.${table} default values`,
          `update public.${table} set ${key} = ${key}`,
          `delete from public.${table}`,
          `truncate public.${table}`,
        ]) {
          assert.equal((await refusal(caller().query(statement))).code, '42501', statement);
        }
      });
    }
  });
}

describe('the key alone', () => {
  for (const table of TABLES) {
    it(`opens nothing of ${table}`, async () => {
      for (const statement of [
        `select ${COLUMNS[table] ?? '*'} from public.${table}`,
        `select count(*) from public.${table}`,
        `insert into public.${table} default values`,
        `delete from public.${table}`,
      ]) {
        assert.equal((await refusal(world.anon.query(statement))).code, '42501', statement);
      }
    });
  }
});

describe('columns that would tell too much', () => {
  for (const column of ['sender_id', 'tenant_id', 'visitor_id']) {
    it(`messages.${column} is closed to visitors and agents alike`, async () => {
      for (const caller of [world.visitor, world.agent]) {
        assert.equal(
          (await refusal(caller.query(`select ${column} from public.global_chat_messages`))).code,
          '42501',
        );
      }
    });
  }
  it('the other tables stay closed beside postgres_changes', async () => {
    for (const table of TABLES.filter((name) => !PUBLISHED.includes(name))) {
      for (const caller of [world.visitor, world.agent, world.admin]) {
        assert.equal(
          (await refusal(caller.query(`select count(*) from public.${table}`))).code,
          '42501',
          table,
        );
      }
    }
  });
  it('the planner knows no values of what is personal', async () => {
    await database.owner`analyze`;
    const known = await database.owner`
      select tablename || '.' || attname as column from pg_stats
      where schemaname = 'public' and tablename ~ '^global_chat_(visitors|sessions|messages|notes)$'
        and attname ~ '(name|email|content|metadata|external_id|client_visitor_id|preview|comment|attachments)$'`;
    assert.deepEqual([...known], []);
  });
  it('a visitor who embeds the session of a message gets none', async () => {
    const rows = await world.visitor.query(
      `select m.id, s.tags from public.global_chat_messages m left join public.global_chat_sessions s on s.id = m.session_id`,
    );
    assert.equal(rows.length, 2);
    assert.ok(rows.every((row) => row.tags === null));
  });
});

/** What each may see of all tables together where an owner grants reading: policies hold where grants do not. */
const IN_OPEN_TABLES: Readonly<Record<(typeof CALLERS)[number], readonly number[]>> = {
  anon: [0, 0, 0, 0, 0, 0, 0, 0, 0],
  visitor: [0, 0, 0, 0, 0, 2, 0, 0, 0],
  otherVisitor: [0, 0, 0, 0, 0, 2, 0, 0, 0],
  // The row of the anonymous member counts as an agent; of replies and views the shared ones and their own.
  agent: [1, 3, 2, 1, 2, 3, 1, 2, 2],
  admin: [1, 3, 2, 1, 2, 3, 1, 2, 2],
  otherAgent: [1, 1, 1, 1, 1, 1, 1, 1, 1],
  outsider: [0, 0, 0, 0, 0, 0, 0, 0, 0],
  removedAgent: [0, 0, 0, 0, 0, 0, 0, 0, 0],
  anonymousMember: [0, 0, 0, 0, 0, 0, 0, 0, 0],
};

describe('where an owner grants reading on every table', () => {
  before(async () => {
    const { owner } = database;
    for (const table of TABLES) await owner.unsafe(`grant select on public.${table} to anon, authenticated`);
    const own = async (caller: Caller, tenant_id: string, shared: boolean): Promise<void> => {
      await caller.rpc('save_view', { tenant_id, name: randomUUID(), filters: {}, shared });
      await caller.rpc('save_canned_reply', { tenant_id, shortcut: randomUUID(), content: 'Hi', shared });
    };
    await owner`delete from global_chat_canned_replies`;
    await own(world.agent, world.tenant, true);
    await own(world.agent, world.tenant, false);
    await own(world.admin, world.tenant, false);
    await own(world.otherAgent, world.otherTenant, false);
  });
  after(async () => {
    for (const table of TABLES)
      await database.owner.unsafe(`revoke select on public.${table} from anon, authenticated`);
    await database.owner`select global_chat_private.use_postgres_changes(true)`;
  });

  for (const who of CALLERS) {
    it(`${who} sees what is theirs, and nothing of others`, async () => {
      const seen: number[] = [];
      for (const table of TABLES) {
        const [row] = await world[who].query(`select count(*)::int as amount from public.${table}`);
        seen.push(row.amount as number);
      }
      assert.deepEqual(seen, IN_OPEN_TABLES[who]);
    });
  }
});

describe('the private schema', () => {
  for (const table of ['visitor_auth', 'widget_secrets', 'rate_buckets']) {
    it(`${table} is closed to everybody, the secret key included`, async () => {
      for (const caller of [world.anon, world.visitor, world.admin, world.service]) {
        assert.equal(
          (await refusal(caller.query(`select * from global_chat_private.${table}`))).code,
          '42501',
        );
      }
    });
  }
  it('helpers that check nothing cannot be called', async () => {
    for (const call of [
      `global_chat_private.ensure_visitor(gen_random_uuid(), '${world.tenant}')`,
      `global_chat_private.broadcast('{}', 'message', 'session:${session.id}')`,
      `global_chat_private.take_token('message', gen_random_uuid(), 1, 1)`,
    ]) {
      for (const caller of [world.anon, world.visitor, world.admin]) {
        assert.equal((await refusal(caller.query(`select ${call}`))).code, '42501', call);
      }
    }
  });
});

describe('the secret key', () => {
  it('reads and writes all tables', async () => {
    for (const table of TABLES) {
      const rows = await world.service.query(`select * from public.${table}`);
      assert.ok(rows.length > 0 || table === 'global_chat_saved_views', table);
    }
    await world.service.query(`update public.global_chat_tenants set name = 'First' where id = $1`, [
      world.tenant,
    ]);
  });
});
