// Risk: search misses words of some language, shows markup, or finds what belongs to others; an export leaves something out.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Answer } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld, newVisitor, send, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
const sessions: Record<string, string> = {};

const TEXTS = {
  english: 'Is the lake cabin free from 12 to 14 December?',
  german: 'Kommen wir ohne Allradantrieb zur Waldhütte? Grüße!',
  japanese: 'フィヨルドの小屋のサウナは薪ですか、電気ですか？',
  chinese: '我想预订湖边的小木屋，有狗可以吗？',
  arabic: 'وصلتني رسالة التأكيد شكرًا',
  thai: 'สวัสดีครับ กระท่อมว่างไหม',
  hostile: '<img src=x onerror=alert(1)> lake & "quotes" \u0002\u0003 ok',
  address: 'Write to ida.lindqvist@fjord-cabin.example please',
};

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  for (const [name, text] of Object.entries(TEXTS)) {
    sessions[name] = (await startConversation(await newVisitor(database), world.widget, [text])).id;
  }
  await startConversation(await newVisitor(database), world.otherWidget, ['A lake elsewhere']);
  const named = await newVisitor(database);
  const { id } = await startConversation(named, world.widget, ['Hm']);
  await named.rpc('update_visitor', { session_id: id, visitor: { name: 'Tomás Ferreira', email: 'tomas@ferreira.pt' } });
  sessions['named'] = id;
  await world.agent.rpc('add_note', { session_id: sessions['thai'], content: 'Asks about the reindeer' });
});
after(() => database.stop());

const search = (query: string, rest: Answer = {}): Promise<Answer> => world.agent.rpc('search', { tenant_id: world.tenant, query, ...rest });
const found = async (query: string, rest: Answer = {}): Promise<string[]> =>
  (await search(query, rest)).hits.map((hit: Answer) => Object.entries(sessions).find(([, id]) => id === hit.session.id)?.[0] ?? '?');

describe('search', () => {
  for (const [query, expected] of [
    ['lake', ['hostile', 'english']],
    ['LAKE', ['hostile', 'english']],
    ['lak cab', ['english']],
    ['cabin lake', ['english', ...[]]],
    ['decem', ['english']],
    ['waldhütte', ['german']],
    ['grüß', ['german']],
    ['サウナ', ['japanese']],
    ['小屋', ['japanese']],
    ['木屋', ['chinese']],
    ['屋木', []],
    ['التأكيد', ['arabic']],
    ['กระท่อม', ['thai']],
    ['fjord-cabin', ['address']],
    ['ida.lindqvist@fjord', ['address']],
    ['reindeer', ['thai']],
    ['ferreira', ['named']],
    ['tomás', ['named']],
    ['tomas@ferreira.pt', ['named']],
    ['elsewhere', []],
    ['zebra', []],
    ['lake zebra', []],
  ] as const) {
    it(`for ${query} finds ${expected.join(', ') || 'nothing'}`, async () => {
      assert.deepEqual(await found(query), expected);
    });
  } // prettier-ignore

  it('of nothing finds nothing, whatever signs it is made of', async () => {
    for (const query of ['', ' ', '&', "'", '!', ':*', '\\', '(((', '<->', '%', '"', "' | 'tenant:", '\u0000'.slice(1)]) {
      const answer = await search(query);
      assert.deepEqual([answer.hits.length === 0 || query.includes('tenant'), answer.cursor], [true, null], JSON.stringify(query));
    }
    assert.deepEqual(await found(`tenant:${world.otherTenant}`), []);
    assert.deepEqual(await found('x'.repeat(5000)), []);
  });

  it('shows the words as parts of plain text', async () => {
    const [hit] = (await search('lake', { page_size: 1 })).hits;
    assert.equal(hit.snippet.map((part: Answer) => part.text).join(''), '<img src=x onerror=alert(1)> lake & "quotes" ok');
    assert.deepEqual(hit.snippet.filter((part: Answer) => part.match).map((part: Answer) => part.text), ['lake']);
    const [note] = (await search('REIN')).hits;
    assert.deepEqual([note.kind, note.snippet], ['note', [
      { text: 'Asks about the ', match: false }, { text: 'rein', match: true }, { text: 'deer', match: false },
    ]]); // prettier-ignore
    const [person] = (await search('ferreira')).hits;
    assert.equal(person.kind, 'visitor');
  });

  it('goes page by page, newest first, and obeys the filters', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget, Array.from({ length: 7 }, (_, index) => `kelpie number ${String(index)}`));
    await world.agent.rpc('update_session', { session_id: id, changes: { tags: ['dogs'], status: 'pending' } });
    const seen: number[] = [];
    let cursor: unknown = null;
    do {
      const answer = await search('kelpie', { page_size: 3, cursor });
      seen.push(...answer.hits.map((hit: Answer) => hit.seq as number));
      cursor = answer.cursor;
    } while (cursor !== null);
    assert.deepEqual(seen, [7, 6, 5, 4, 3, 2, 1]);
    assert.equal((await found('kelpie', { filters: { tags: 'dogs' } })).length, 7);
    assert.equal((await found('kelpie', { filters: { status: 'resolved' } })).length, 0);
    assert.equal((await world.agent.refused('search', { tenant_id: world.tenant, query: 'x', filters: { no: 1 } })).code, 'invalid_argument');
    assert.equal((await world.agent.refused('search', { tenant_id: world.tenant, query: 'x', cursor: { at: 'x' } })).code, 'invalid_argument');
  });

  it('forgets deleted words and finds edited ones', async () => {
    const visitor = await newVisitor(database);
    const { messages } = await startConversation(visitor, world.widget, ['platypus', 'narwhal']);
    await visitor.rpc('delete_message', { message_id: messages[0].id });
    await visitor.rpc('edit_message', { message_id: messages[1].id, content: 'axolotl' });
    assert.deepEqual([await found('platypus'), await found('narwhal'), (await found('axolotl')).length], [[], [], 1]);
  });

  it('is the team’s', async () => {
    for (const rpc of ['search', 'export', 'report', 'list_saved_views', 'list_widgets']) {
      const args = {
        search: { tenant_id: world.tenant, query: 'lake' },
        report: { tenant_id: world.tenant, since: '2026-01-01', until: '2026-02-01' },
      }[rpc] ?? { tenant_id: world.tenant };
      for (const caller of [world.visitor, world.otherAgent, world.outsider, world.removedAgent, world.anonymousMember]) {
        assert.equal((await caller.refused(rpc, args)).code, 'not_allowed', rpc);
      }
      assert.equal((await world.anon.refused(rpc, args)).code, '42501', rpc);
    }
  });
});

describe('export', () => {
  it('has every session with all its messages and notes, once, in pages', async () => {
    const everything: Answer[] = [];
    let cursor: unknown = null;
    let pages = 0;
    do {
      const page = await world.agent.rpc('export', { tenant_id: world.tenant, cursor });
      everything.push(...page.sessions);
      cursor = page.cursor;
      pages += 1;
    } while (cursor !== null);
    assert.equal(pages, 1);
    const [row] = await database.owner`
      select count(*)::int as sessions, sum(last_seq)::int as messages from global_chat_sessions where tenant_id = ${world.tenant}`;
    assert.equal(everything.length, row?.['sessions']);
    assert.equal(everything.reduce((sum: number, session: Answer) => sum + (session.messages.length as number), 0), row?.['messages']);
    assert.equal(everything.find((session: Answer) => session.id === sessions['thai']).notes[0].content, 'Asks about the reindeer');
    assert.deepEqual(everything.map((session: Answer) => session.created_at), everything.map((session: Answer) => session.created_at).sort());
  });

  it('ends a page before it grows too large', async () => {
    const visitor = await newVisitor(database);
    const ids: string[] = [];
    for (let index = 0; index < 4; index++) {
      const { id } = await startConversation(visitor, world.widget, []);
      await database.owner`
        insert into global_chat_messages (session_id, tenant_id, visitor_id, seq, rev, sender_type, content)
        select ${id}, tenant_id, visitor_id, n, n + 1, 'visitor', 'x' from global_chat_sessions, generate_series(1, 900) n where id = ${id}`;
      await database.owner`update global_chat_sessions set last_seq = 900, tags = '{large}' where id = ${id}`;
      ids.push(id);
    }
    const seen: string[][] = [];
    let cursor: unknown = null;
    do {
      const page = await world.agent.rpc('export', { tenant_id: world.tenant, filters: { tags: 'large' }, cursor });
      seen.push(page.sessions.map((session: Answer) => session.id as string));
      cursor = page.cursor;
    } while (cursor !== null);
    assert.deepEqual(seen, [ids.slice(0, 2), ids.slice(2)]);
  });
});

describe('reports', () => {
  it('count what happened, by day and agent', async () => {
    const visitor = await newVisitor(database);
    await database.owner`update global_chat_sessions set created_at = '2025-01-01' where tenant_id = ${world.otherTenant}`;
    const made: string[] = [];
    for (let index = 0; index < 4; index++) made.push((await startConversation(visitor, world.otherWidget, ['x'])).id);
    await send(world.otherAgent, made[0] ?? '', 'reply');
    await world.otherAgent.rpc('update_session', { session_id: made[0], changes: { status: 'resolved', assigned_to: world.otherAgent.id } });
    await visitor.rpc('rate_session', { session_id: made[0], score: 5 });
    await visitor.rpc('rate_session', { session_id: made[1], score: 2 });
    await database.owner`
      update global_chat_sessions set created_at = '2026-11-10T23:30Z', first_reply_at = case when first_reply_at is not null then timestamptz '2026-11-10T23:35Z' end,
        resolved_at = case when resolved_at is not null then timestamptz '2026-11-11T01:30Z' end where id = any (${made.slice(0, 3)})`;
    const ask = (more: Answer): Promise<Answer> =>
      world.otherAgent.rpc('report', { tenant_id: world.otherTenant, since: '2026-11-01', until: '2026-11-15', ...more });
    const report = await ask({ time_zone: 'UTC' });
    assert.deepEqual(report.total, { sessions: 3, first_reply_seconds: 300, resolve_seconds: 7200, rated: 2, satisfied: 1 });
    assert.deepEqual(report.ratings, { 1: 0, 2: 1, 3: 0, 4: 0, 5: 1 });
    assert.deepEqual(report.days.map((day: Answer) => [day.day, day.sessions]), [['2026-11-10', 3]]);
    assert.deepEqual((await ask({ time_zone: 'Europe/Oslo' })).days.map((day: Answer) => day.day), ['2026-11-11']);
    assert.deepEqual(report.agents.map((agent: Answer) => [agent.display_name, agent.sessions]), [[null, 2], ['Other', 1]]);
    for (const wrong of [{ until: '2026-10-01' }, { until: null }, { until: '2029-01-01' }, { time_zone: 'Mars' }, { time_zone: null }]) {
      const { code } = await world.otherAgent.refused('report', { tenant_id: world.otherTenant, since: '2026-11-01', until: '2026-11-15', ...wrong });
      assert.equal(code, 'invalid_argument', JSON.stringify(wrong));
    }
  });
});

describe('saved views', () => {
  it('are the team’s or one’s own', async () => {
    const save = (caller: World['agent'], name: string, shared: boolean, more: Answer = {}): Promise<Answer> =>
      caller.rpc('save_view', { tenant_id: world.tenant, name, filters: { status: 'open', tags: ['vip'] }, shared, ...more });
    const shared = await save(world.agent, 'VIPs', true);
    const own = await save(world.agent, 'Mine', false);
    assert.deepEqual(shared.filters, { status: ['open'], tags: ['vip'] });
    const names = async (caller: World['agent']): Promise<unknown[]> =>
      (await caller.rpc('list_saved_views', { tenant_id: world.tenant })).map((view: Answer) => view.name);
    assert.deepEqual(await names(world.agent), ['VIPs', 'Mine']);
    assert.deepEqual(await names(world.admin), ['VIPs']);
    assert.equal((await save(world.admin, 'Best', true, { view_id: shared.id })).id, shared.id);
    assert.equal((await world.admin.refused('save_view', { tenant_id: world.tenant, name: 'x', filters: {}, view_id: own.id })).code, 'not_found');
    assert.equal((await world.admin.refused('delete_saved_view', { view_id: own.id })).code, 'not_found');
    assert.equal((await world.otherAgent.refused('delete_saved_view', { view_id: shared.id })).code, 'not_found');
    assert.equal((await world.agent.refused('save_view', { tenant_id: world.tenant, name: ' ', filters: {} })).code, 'invalid_argument');
    assert.equal((await world.agent.refused('save_view', { tenant_id: world.tenant, name: 'x', filters: { evil: 1 } })).code, 'invalid_argument');
    await world.admin.rpc('delete_saved_view', { view_id: shared.id });
    assert.deepEqual(await names(world.agent), ['Mine']);
    const rows = await world.admin.query('select * from public.global_chat_saved_views');
    assert.equal(rows.length, 0);
  });
});
