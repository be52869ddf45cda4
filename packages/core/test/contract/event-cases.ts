// What a page tells of its visitor beside messages, on every transport: what they did, and which message they answer.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { TrackedEvent } from '../../src/transport/transport.ts';
import { createInboxNotebook, openSession } from '../actors.ts';
import type { ContractCases } from './world.ts';
import { until } from '../../../../tools/test-kit/until.ts';

const event = (name: string, ageMs = 0): TrackedEvent => ({
  id: randomUUID(),
  name,
  ageMs,
  properties: { sku: 'A-1', price: 9.5, gift: true, note: null },
});

export const EVENT_CASES: ContractCases = {
  async 'what a visitor did reaches the team at once, and takes nothing that the visitor could see'({
    acme,
    agent,
    visitor,
  }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const inbox = createInboxNotebook();
    const watch = agent.watchInbox(acme.tenantId, inbox);
    await until(() => inbox.statuses.at(-1) === 'ready', 'the inbox');
    const before = await actor.sync({ sessionId });
    const [added, looked] = [event('added_to_cart'), event('looked', 60_000)];
    const session = await actor.track(sessionId, [added, looked]);
    assert.equal(session.rev, before.session.rev);
    assert.ok(!('visitorEvents' in session));
    await until(
      () => inbox.sessions.some(({ visitorEvents }) => visitorEvents.length === 2),
      'the inbox hears of it',
    );
    const { visitorEvents, teamRev } = (await agent.sessionDetails(sessionId)).session;
    assert.deepEqual(
      visitorEvents.map(({ id, name, properties }) => ({ id, name, properties })),
      [looked, added].map(({ id, name, properties }) => ({ id, name, properties })),
    );
    const [first, second] = visitorEvents.map(({ at }) => at);
    assert.ok(Math.abs((second ?? 0) - (first ?? 0) - 60_000) < 2);
    // Sent once more, because the answer was lost.
    await actor.track(sessionId, [added]);
    assert.equal((await agent.sessionDetails(sessionId)).session.teamRev, teamRev);
    watch.close();
  },

  async 'the newest twenty are kept'({ agent, visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const small = (name: string): TrackedEvent => ({ ...event(name), properties: {} });
    await actor.track(
      sessionId,
      Array.from({ length: 20 }, (_, number) => small(`old ${number}`)),
    );
    await actor.track(sessionId, [small('new')]);
    const { visitorEvents } = (await agent.sessionDetails(sessionId)).session;
    assert.equal(visitorEvents.length, 20);
    assert.deepEqual([visitorEvents[0]?.name, visitorEvents[19]?.name], ['old 1', 'new']);
  },

  async 'events that cannot be shown are refused, and so are those of others'({ block, visitor }) {
    const [actor, other] = [visitor(), visitor()];
    const sessionId = await openSession(actor);
    const good = event('looked');
    const nested = { deep: {} } as unknown as Record<string, string>;
    for (const wrong of [
      { ...good, name: '' },
      { ...good, name: '\u200b' },
      { ...good, name: 'two\nlines' },
      { ...good, name: 'x'.repeat(61) },
      { ...good, properties: { long: 'x'.repeat(600) } },
      { ...good, properties: nested },
      { ...good, ageMs: -1 },
      { ...good, ageMs: 0.5 },
      { ...good, ageMs: 90_000_000 },
    ])
      await assert.rejects(actor.track(sessionId, [wrong]), { code: 'invalid_argument' });
    await assert.rejects(actor.track(sessionId, []), { code: 'invalid_argument' });
    const many = Array.from({ length: 21 }, () => event('looked'));
    await assert.rejects(actor.track(sessionId, many), { code: 'invalid_argument' });
    await other.signIn();
    await assert.rejects(other.track(sessionId, [good]), { code: 'not_found' });
    await assert.rejects(other.track(randomUUID(), [good]), { code: 'not_found' });
    await block(sessionId, true);
    await assert.rejects(actor.track(sessionId, [good]), { code: 'blocked' });
  },

  async 'the team reads which message beside the launcher a conversation answers, in the words of the owner'({
    addTrigger,
    agent,
    visitor,
  }) {
    await addTrigger('pricing', 'Questions about prices?');
    const actor = visitor();
    await actor.signIn();
    const answered = async (metadata: Record<string, unknown>): Promise<string | null> => {
      const sessionId = randomUUID();
      await actor.openSession({ sessionId, visitor: {}, metadata });
      return (await agent.sessionDetails(sessionId)).answeredTrigger;
    };
    assert.equal(await answered({ trigger: 'pricing' }), 'Questions about prices?');
    assert.equal(await answered({ trigger: 'forged' }), null);
    assert.equal(await answered({}), null);
  },
};
