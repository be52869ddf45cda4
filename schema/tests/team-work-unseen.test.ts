// Risk: a visitor learns from a counter, a time or an event that the team works on the conversation.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Answer } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { broadcasts, buildWorld, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
let id: string;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  id = (await startConversation(world.visitor, world.widget)).id;
});
after(() => database.stop());

const update = (changes: Answer): Promise<Answer> =>
  world.agent.rpc('update_session', { session_id: id, changes });

/** All that reaches the visitor: both reads, and what was broadcast to them. */
async function seen(): Promise<string> {
  const reads = [
    await world.visitor.rpc('my_sessions', { widget_id: world.widget }),
    await world.visitor.rpc('sync', { session_id: id }),
    await world.visitor.rpc('sync', { session_id: id, since_rev: 0 }),
  ];
  return JSON.stringify([reads, await broadcasts(database, `session:${id}`)]);
}

describe('the team works on a conversation', () => {
  const works: readonly [string, () => Promise<unknown>][] = [
    ['tags', () => update({ tags: ['refund'] })],
    ['priority', () => update({ priority: 'urgent' })],
    ['an assignee', () => update({ assigned_to: world.agent.id })],
    ['snoozing', () => update({ snoozed_until: new Date(Date.now() + 3_600_000).toISOString() })],
    ['several at once', () => update({ tags: [], priority: 'low', assigned_to: null, snoozed_until: null })],
    [
      'a change of many sessions',
      () => world.agent.rpc('update_sessions', { session_ids: [id], changes: { tags: ['bulk'] } }),
    ],
    ['a note', () => world.agent.rpc('add_note', { session_id: id, content: 'Careful.' })],
    ['a block', () => world.agent.rpc('block_visitor', { visitor_id: visitorOf(), blocked: true })],
    [
      'the end of a block',
      () => world.agent.rpc('block_visitor', { visitor_id: visitorOf(), blocked: false }),
    ],
  ];
  let visitorId = '';
  const visitorOf = (): string => visitorId;
  before(async () => {
    visitorId = (await world.agent.rpc('session_details', { session_id: id })).session.visitor_id as string;
  });

  for (const [name, work] of works) {
    it(`${name}: nothing that the visitor reads or hears changes`, async () => {
      const before = await seen();
      const heard = (await broadcasts(database, `inbox:${world.tenant}`)).length;
      await work();
      assert.equal(await seen(), before);
      assert.equal(
        (await broadcasts(database, `inbox:${world.tenant}`)).length,
        heard + 1,
        'the team hears of it once',
      );
    });
  }

  it('a new status is seen, together with what else changed', async () => {
    const before = await world.agent.rpc('session_details', { session_id: id });
    const after = await update({ status: 'resolved', tags: ['done'] });
    assert.equal(after.rev, before.session.rev + 1);
    assert.equal(after.team_rev, before.session.team_rev);
    assert.equal((await broadcasts(database, `session:${id}`)).at(-1)?.payload.session.status, 'resolved');
  });

  it('agents find what only they may see in a list of what changed', async () => {
    const { updated_at } = await update({ priority: 'high' });
    const { sessions } = await world.agent.rpc('list_sessions', {
      tenant_id: world.tenant,
      filters: { updated_since: updated_at },
    });
    assert.deepEqual(
      sessions.map((session: Answer) => [session.id, session.priority]),
      [[id, 'high']],
    );
  });
});
