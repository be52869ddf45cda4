// Risk: an export leaves something out, a report counts wrong, a saved view is somebody else's.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Answer } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld, newVisitor, send, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
let noted: string;
before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  await startConversation(world.otherVisitor, world.otherWidget, ['Elsewhere']);
  for (let index = 0; index < 9; index++) {
    await startConversation(await newVisitor(database), world.widget, ['One', 'Two']);
  }
  noted = (await startConversation(world.visitor, world.widget, ['Three'])).id;
  await world.agent.rpc('add_note', { session_id: noted, content: 'Asks about the reindeer' });
});
after(() => database.stop());

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
    assert.equal(
      everything.reduce((sum: number, session: Answer) => sum + (session.messages.length as number), 0),
      row?.['messages'],
    );
    assert.equal(
      everything.find((session: Answer) => session.id === noted).notes[0].content,
      'Asks about the reindeer',
    );
    assert.deepEqual(
      everything.map((session: Answer) => session.created_at),
      everything.map((session: Answer) => session.created_at).sort(),
    );
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
      const page = await world.agent.rpc('export', {
        tenant_id: world.tenant,
        filters: { tags: 'large' },
        cursor,
      });
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
    for (let index = 0; index < 4; index++)
      made.push((await startConversation(visitor, world.otherWidget, ['x'])).id);
    await send(world.otherAgent, made[0] ?? '', 'reply');
    await world.otherAgent.rpc('update_session', {
      session_id: made[0],
      changes: { status: 'resolved', assigned_to: world.otherAgent.id },
    });
    await visitor.rpc('rate_session', { session_id: made[0], score: 5 });
    await visitor.rpc('rate_session', { session_id: made[1], score: 2 });
    await database.owner`
      update global_chat_sessions set created_at = '2026-11-10T23:30Z', first_reply_at = case when first_reply_at is not null then timestamptz '2026-11-10T23:35Z' end,
        resolved_at = case when resolved_at is not null then timestamptz '2026-11-11T01:30Z' end where id = any (${made.slice(0, 3)})`;
    const ask = (more: Answer): Promise<Answer> =>
      world.otherAgent.rpc('report', {
        tenant_id: world.otherTenant,
        since: '2026-11-01',
        until: '2026-11-15',
        ...more,
      });
    const report = await ask({ time_zone: 'UTC' });
    assert.deepEqual(report.total, {
      sessions: 3,
      first_reply_seconds: 300,
      resolve_seconds: 7200,
      rated: 2,
      satisfied: 1,
    });
    assert.deepEqual(report.ratings, { 1: 0, 2: 1, 3: 0, 4: 0, 5: 1 });
    assert.deepEqual(
      report.days.map((day: Answer) => [day.day, day.sessions]),
      [['2026-11-10', 3]],
    );
    assert.deepEqual(
      (await ask({ time_zone: 'Europe/Oslo' })).days.map((day: Answer) => day.day),
      ['2026-11-11'],
    );
    assert.deepEqual(
      report.agents.map((agent: Answer) => [agent.display_name, agent.sessions]),
      [
        [null, 2],
        ['Other', 1],
      ],
    );
    assert.deepEqual(await ask({ since: '2020-01-01', until: '2020-02-01', time_zone: 'UTC' }), {
      total: { sessions: 0, first_reply_seconds: null, resolve_seconds: null, rated: 0, satisfied: 0 },
      ratings: { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 },
      days: [],
      agents: [],
    });
    // Who is in another team as well has another name there.
    await database.owner`
      insert into global_chat_agents (tenant_id, user_id, role, display_name)
      values (${world.tenant}, ${world.otherAgent.id}, 'agent', 'Elsewhere')`;
    const { agents } = await ask({ time_zone: 'UTC' });
    assert.deepEqual(
      agents.map((agent: Answer) => agent.display_name),
      [null, 'Other'],
    );
    await database.owner`
      delete from global_chat_agents where tenant_id = ${world.tenant} and user_id = ${world.otherAgent.id}`;
    for (const wrong of [
      { until: '2026-10-01' },
      { until: null },
      { until: '2029-01-01' },
      { since: '294276-01-01', until: '294276-12-31' },
      { since: '-infinity' },
      { until: 'infinity' },
      { since: '0044-03-15 BC', until: '0044-03-16 BC' },
      { time_zone: 'Mars' },
      { time_zone: null },
    ]) {
      const { code } = await world.otherAgent.refused('report', {
        tenant_id: world.otherTenant,
        since: '2026-11-01',
        until: '2026-11-15',
        ...wrong,
      });
      assert.equal(code, 'invalid_argument', JSON.stringify(wrong));
    }
  });
});

describe('saved views', () => {
  it('are the team’s or one’s own', async () => {
    const save = (
      caller: World['agent'],
      name: string,
      shared: boolean,
      more: Answer = {},
    ): Promise<Answer> =>
      caller.rpc('save_view', {
        tenant_id: world.tenant,
        name,
        filters: { status: 'open', tags: ['vip'] },
        shared,
        ...more,
      });
    const shared = await save(world.agent, 'VIPs', true);
    const own = await save(world.agent, 'Mine', false);
    assert.deepEqual(shared.filters, { status: ['open'], tags: ['vip'] });
    const names = async (caller: World['agent']): Promise<unknown[]> =>
      (await caller.rpc('list_saved_views', { tenant_id: world.tenant })).map((view: Answer) => view.name);
    assert.deepEqual(await names(world.agent), ['VIPs', 'Mine']);
    assert.deepEqual(await names(world.admin), ['VIPs']);
    assert.equal((await save(world.admin, 'Best', true, { view_id: shared.id })).id, shared.id);
    assert.equal(
      (
        await world.admin.refused('save_view', {
          tenant_id: world.tenant,
          name: 'x',
          filters: {},
          view_id: own.id,
        })
      ).code,
      'not_found',
    );
    assert.equal((await world.admin.refused('delete_saved_view', { view_id: own.id })).code, 'not_found');
    assert.equal(
      (await world.otherAgent.refused('delete_saved_view', { view_id: shared.id })).code,
      'not_found',
    );
    assert.equal(
      (await world.agent.refused('save_view', { tenant_id: world.tenant, name: ' ', filters: {} })).code,
      'invalid_argument',
    );
    assert.equal(
      (await world.agent.refused('save_view', { tenant_id: world.tenant, name: 'x', filters: { evil: 1 } }))
        .code,
      'invalid_argument',
    );
    await world.admin.rpc('delete_saved_view', { view_id: shared.id });
    assert.deepEqual(await names(world.agent), ['Mine']);
    for (const caller of [world.visitor, world.otherAgent, world.outsider, world.anonymousMember]) {
      const args = { tenant_id: world.tenant, name: 'x', filters: {} };
      assert.equal((await caller.refused('save_view', args)).code, 'not_allowed');
    }
    assert.deepEqual(await names(world.admin), []);
  });
});
