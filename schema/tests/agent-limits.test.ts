// Risk: what an agent may send or ask for at once has no end, or another one than is said. Each limit at its edge: the last
// that is taken and the first that is not.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Answer } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { assertEdges } from './support/edges.ts';
import type { Edge } from './support/edges.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
let session: string;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  session = (await startConversation(world.visitor, world.widget)).id;
});
after(() => database.stop());

const DAY_MS = 86_400_000;
const text = (length: number): string => 'x'.repeat(length);
const texts = (amount: number, length: number): string[] =>
  Array.from({ length: amount }, (_, index) => String(index).padEnd(length, 'x'));
/** A list of one short text that is so many bytes long as PostgreSQL writes it. */
const padded = (key: string, bytes: number): Answer => ({
  [key]: [`x${' '.repeat(bytes - `{"${key}": ["x"]}`.length)}`],
});
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

/** A cursor that is so many bytes long as PostgreSQL writes it: blanks behind a time mean nothing. */
function cursorOf(bytes: number): Answer {
  const cursor = { at: inDays(0), id: randomUUID() };
  return { ...cursor, at: cursor.at.padEnd(cursor.at.length + bytes - JSON.stringify(cursor).length - 3) };
}

const changing = (key: string, taken: readonly unknown[], refused: readonly unknown[]): Edge => ({
  rpc: 'update_session',
  args: (value: unknown) => ({ session_id: session, changes: { [key]: value } }),
  taken,
  refused,
  field: `changes.${key}`,
});
const filtering = (key: string, taken: readonly unknown[], refused: readonly unknown[]): Edge => ({
  rpc: 'list_sessions',
  args: (value: unknown) => ({ tenant_id: world.tenant, filters: { [key]: value } }),
  taken,
  refused,
  field: `filters.${key}`,
});

const EDGES: Readonly<Record<string, Edge>> = {
  tags: changing('tags', [[], texts(20, 60)], [texts(21, 60), texts(1, 61), 'x']),
  status: changing('status', ['open', 'pending', 'resolved'], ['closed', '', 1, null]),
  priority: changing('priority', ['low', 'normal', 'high', 'urgent'], ['none', '', 1, null]),
  snooze: changing(
    'snoozed_until',
    [inDays(1), inDays(5 * 365), null],
    [inDays(-1), inDays(5 * 366 + 1), 'later', 1],
  ),
  'a change': {
    rpc: 'update_session',
    args: (bytes: number) => ({ session_id: session, changes: padded('tags', bytes) }),
    taken: [8192],
    refused: [8193],
    field: 'changes',
  },
  'sessions at once': {
    rpc: 'update_sessions',
    args: (amount: number | null) => ({
      session_ids: amount === null ? null : Array<string>(amount).fill(session),
      changes: { priority: 'low' },
    }),
    taken: [0, 1, 200],
    refused: [201, null],
    field: 'session_ids',
  },
  'filter by status': filtering('status', ['open', ['open', 'pending']], [1, {}]),
  'filter by tags': filtering('tags', [texts(50, 60)], [texts(51, 60), texts(1, 61)]),
  'filter by unread': filtering('unread', [true, false, null], ['yes', 1]),
  'filter by snoozed': filtering('snoozed', [true, false, null], ['yes', 1]),
  'filter by mentioned': filtering('mentioned', [true, false, null], ['yes', 1]),
  'filter by change': filtering('updated_since', [inDays(-1), null], ['lately', 1]),
  'all filters': {
    rpc: 'list_sessions',
    args: (bytes: number) => ({ tenant_id: world.tenant, filters: padded('tags', bytes) }),
    taken: [8192],
    refused: [8193],
    field: 'filters',
  },
  ...Object.fromEntries(
    ['list_sessions', 'search', 'export'].map((rpc) => [
      `the cursor of ${rpc}`,
      {
        rpc,
        args: (cursor: Answer) => ({
          tenant_id: world.tenant,
          cursor,
          ...(rpc === 'search' ? { query: 'x' } : {}),
        }),
        taken: [{}, { at: inDays(0), id: randomUUID() }, cursorOf(200)],
        refused: [
          { at: inDays(0) },
          { id: randomUUID() },
          { at: inDays(0), id: 'x' },
          { at: inDays(0), id: randomUUID(), x: 1 },
          cursorOf(201),
        ],
        field: 'cursor',
      },
    ]),
  ),
  'the name of a view': {
    rpc: 'save_view',
    args: (name: string) => ({ tenant_id: world.tenant, name, filters: {}, shared: false }),
    taken: ['x', text(60)],
    refused: ['', text(61)],
    field: 'name',
  },
  'the name of an agent': {
    by: 'admin',
    rpc: 'update_agent',
    args: (display_name: string) => ({
      tenant_id: world.tenant,
      user_id: world.agent.id,
      changes: { display_name },
    }),
    taken: [text(120)],
    refused: [text(121), ''],
    field: 'changes.display_name',
  },
  'the picture of an agent': {
    by: 'admin',
    rpc: 'update_agent',
    args: (avatar_url: string) => ({
      tenant_id: world.tenant,
      user_id: world.agent.id,
      changes: { avatar_url },
    }),
    taken: [`https://${text(1992)}`, null],
    refused: [`https://${text(1993)}`, 'x'],
    field: 'changes.avatar_url',
  },
};

describe('what is sent', () => {
  assertEdges(() => world, EDGES);

  it('mentions of fifty people', async () => {
    const people = await database.superuser<{ id: string }[]>`
      insert into auth.users (id, email) select id, id || '@example.com'
      from (select gen_random_uuid() as id from generate_series(1, 51)) as made returning id`;
    const ids = people.map(({ id }) => id);
    await database.owner`insert into global_chat_agents (tenant_id, user_id, display_name)
      select ${world.tenant}, id, 'Mentioned' from unnest(${ids}::uuid[]) as id`;
    const note = (mentions: readonly string[]): Answer => ({
      session_id: session,
      content: 'Hello',
      mentions,
    });
    assert.equal((await world.agent.rpc('add_note', note(ids.slice(1)))).mentions.length, 50);
    assert.equal((await world.agent.rpc('add_note', note([ids[0] ?? '', ids[0] ?? '']))).mentions.length, 1);
    for (const mentions of [ids, [world.otherAgent.id], [randomUUID()]])
      assert.deepEqual((await world.agent.refused('add_note', note(mentions))).details, {
        field: 'mentions',
      });
    await database.owner`delete from global_chat_agents where user_id = any (${ids}::uuid[])`;
  });
});

describe('what is answered', () => {
  /** More conversations of the same visitor, a second apart. */
  const copies = (id: string, amount: number): Promise<unknown> => database.owner`
    insert into global_chat_sessions (tenant_id, widget_id, visitor_id, created_at)
    select tenant_id, widget_id, visitor_id, created_at - number * interval '1 second'
    from global_chat_sessions, generate_series(1, ${amount}::int) as number where id = ${id}`;

  it('is at most 200 sessions, and the last twenty of one person', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget);
    await copies(id, 210);
    const page = async (page_size: number | null): Promise<Answer> =>
      world.agent.rpc('list_sessions', { tenant_id: world.tenant, page_size });
    assert.equal((await page(500)).sessions.length, 200);
    assert.equal((await page(null)).sessions.length, 50);
    assert.equal((await page(0)).sessions.length, 1);
    const { previous } = await world.agent.rpc('session_details', { session_id: id });
    assert.equal(previous.length, 20);
  });

  it('has a cursor only when there is more', async () => {
    const list = (page_size: number, cursor: unknown): Promise<Answer> =>
      world.agent.rpc('list_sessions', { tenant_id: world.tenant, page_size, cursor });
    const [row] =
      await database.owner`select count(*)::int as amount from global_chat_sessions where tenant_id = ${world.tenant}`;
    const left = Number(row?.['amount']) - 200;
    const first = await list(200, null);
    assert.notEqual(first.cursor, null);
    const last = await list(left, first.cursor);
    assert.deepEqual([last.sessions.length, last.cursor], [left, null]);
  });

  it('is at most fifty sessions of an export, or 2,000 messages, and at least one session', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.otherWidget, []);
    await copies(id, 50);
    const page = (cursor: unknown = null): Promise<Answer> =>
      world.otherAgent.rpc('export', { tenant_id: world.otherTenant, cursor });
    const first = await page();
    assert.deepEqual([first.sessions.length, first.sessions[0].notes], [50, []]);
    const second = await page(first.cursor);
    assert.deepEqual([second.sessions.length, second.cursor], [1, null]);
    await database.owner`update global_chat_sessions set last_seq = 2001 where tenant_id = ${world.otherTenant}`;
    const large = await page();
    assert.equal(large.sessions.length, 1);
    assert.notEqual(large.cursor, null);
    await database.owner`delete from global_chat_sessions where tenant_id = ${world.otherTenant}`;
    assert.deepEqual(await page(), { sessions: [], cursor: null });
  });

  it('is the newest 200 entries of the audit log', async () => {
    const entries = (): Promise<Answer> => world.admin.rpc('audit_log', { tenant_id: world.tenant });
    await database.owner`delete from global_chat_private.audit_log`;
    assert.deepEqual(await entries(), []);
    await database.owner`insert into global_chat_private.audit_log (tenant_id, action, counts)
      select ${world.tenant}, 'test', jsonb_build_object('number', number) from generate_series(1, 201) as number`;
    assert.equal((await entries()).length, 200);
  });
});
