// What a visitor hears over every transport, and what nobody hears of them.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createNotebook, openSession, say } from '../actors.ts';
import { createTestEnvironment } from '../test-environment.ts';
import type { ContractCases } from './world.ts';
import { until } from '../../../../tools/test-kit/until.ts';

export const CHANNEL_CASES: ContractCases = {
  async 'hears the team after it is ready'({ agent, visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const heard = createNotebook();
    const watch = actor.watchSession(sessionId, heard);
    await heard.reach('ready');
    assert.deepEqual(heard.statuses, ['joining', 'joined', 'ready']);
    await until(() => actor.connection.get() === 'live', 'the connection to be live');

    const held = await actor.sync({ sessionId });
    const news = () => heard.events.filter(({ rev }) => rev > held.rev);
    const { message } = await say(agent, sessionId, 'Good morning!');
    const resolved = await agent.updateSession(sessionId, { status: 'resolved', tags: ['billing'] });
    await until(() => news().length === 2, 'both events');
    const [reply, change] = news();
    assert.deepEqual(reply, {
      rev: held.rev + 1,
      session: reply?.session,
      message: { ...message, senderId: null },
    });
    assert.equal(message.senderName, 'Ada of acme');
    assert.ok(message.senderId);
    assert.equal(change?.session.status, 'resolved');
    assert.equal(change?.rev, resolved.rev);
    assert.ok(!('tags' in (change?.session ?? {})), 'visitors hear nothing of tags');

    watch.close();
    watch.close();
    await say(agent, sessionId, 'Are you still there?');
    const other = createNotebook();
    actor.watchSession(sessionId, other).close();
    assert.equal(news().length, 2);
    assert.equal(actor.connection.get(), 'idle');
    assert.deepEqual(other.statuses, []);
  },

  async 'says in debug mode what becomes of a channel'({ visitor }) {
    const environment = createTestEnvironment();
    const actor = visitor({ environment, debug: true });
    const sessionId = await openSession(actor);
    const heard = createNotebook();
    const watch = actor.watchSession(sessionId, heard);
    await heard.reach('ready');
    assert.ok(environment.lines.includes(`[Realtime] Channel session:${sessionId} status: SUBSCRIBED`));
    watch.close();
    assert.ok(environment.lines.includes(`[Realtime] Channel session:${sessionId} status: CLOSED`));
  },

  async 'two watchers of a conversation hear the same and part without harm'({ agent, visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const [first, second] = [createNotebook(), createNotebook()];
    const watch = actor.watchSession(sessionId, first);
    await first.reach('ready');
    actor.watchSession(sessionId, second);
    await second.reach('ready');
    await say(agent, sessionId, 'To both');
    await until(() => [first, second].every((heard) => heard.texts().includes('To both')), 'both to hear it');
    watch.close();
    await say(agent, sessionId, 'To one');
    await until(() => second.texts().includes('To one'), 'the other to hear it');
    assert.ok(!first.texts().includes('To one'));
  },

  async 'typing goes both ways and carries no more than a boolean and a name'({ agent, visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const byVisitor: unknown[] = [];
    const byAgent: unknown[] = [];
    actor.watchTyping(sessionId, (event) => byAgent.push(event));
    agent.watchTyping(sessionId, (event) => byVisitor.push(event));
    // Broadcasts are not kept, so each side types until the other has joined and hears it.
    const type = () => {
      actor.sendTyping(sessionId, true);
      agent.sendTyping(sessionId, true);
    };
    const typing = setInterval(type, 100);
    try {
      await until(() => byVisitor.length && byAgent.length, 'typing on both sides');
    } finally {
      clearInterval(typing);
    }
    assert.deepEqual(byVisitor[0], { typing: true, name: null });
    assert.deepEqual(byAgent[0], { typing: true, name: 'Ada of acme' });
  },

  async 'receipts of the team arrive'({ agent, visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const heard = createNotebook();
    actor.watchSession(sessionId, heard);
    await heard.reach('ready');
    const { session } = await agent.markRead(sessionId, 1);
    assert.equal(session.agentReadSeq, 1);
    await until(() => heard.events.at(-1)?.session.agentReadSeq === 1, 'the receipt');
  },

  async 'no rev, time or event tells that the team works on a conversation, or writes notes'({
    acme,
    agent,
    visitor,
  }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const heard = createNotebook();
    actor.watchSession(sessionId, heard);
    await heard.reach('ready');
    const before = (await actor.sync({ sessionId })).session;
    const { rev, teamRev, updatedAt } = await agent.updateSession(sessionId, {
      tags: ['vip'],
      priority: 'high',
      assignedTo: acme.agent.id,
    });
    assert.deepEqual([rev, teamRev], [before.rev, 1]);
    assert.ok(updatedAt >= before.updatedAt);
    await agent.addNote({ noteId: randomUUID(), sessionId, content: 'psst', mentions: [] });
    assert.deepEqual((await actor.sync({ sessionId })).session, before);
    assert.deepEqual(await actor.mySessions(), [before]);
    await agent.updateSession(sessionId, { status: 'resolved' });
    await until(() => heard.events.at(-1)?.session.status === 'resolved', 'the new status');
    assert.deepEqual(
      heard.events.filter((event) => event.rev > before.rev).map((event) => event.rev),
      [before.rev + 1],
    );
    const told = JSON.stringify([heard.events, await actor.sync({ sessionId }), await actor.mySessions()]);
    for (const secret of ['psst', 'vip', 'tags', 'teamRev', acme.tenantId, 'assignedTo', 'visitorId'])
      assert.ok(!told.includes(secret), secret);
  },

  async 'another visitor gets nothing of it: not a row, not an event, not a word'({ agent, visitor }) {
    const owner = visitor();
    const sessionId = await openSession(owner);
    const stranger = visitor();
    await stranger.signIn();
    for (const ask of [
      () => stranger.sync({ sessionId }),
      () => stranger.markRead(sessionId, 1),
      () => stranger.rateSession(sessionId, 5, null),
      () => stranger.updateVisitor(sessionId, { name: 'Somebody' }, {}),
      () => say(stranger, sessionId, 'Hi'),
    ]) {
      await assert.rejects(ask(), { code: 'not_found', status: 404 });
    }
    const heard = createNotebook();
    stranger.watchSession(sessionId, heard);
    await heard.reach('refused');
    assert.deepEqual(heard.errors, ['channel_refused']);
    assert.equal(stranger.connection.get(), 'idle');
    const typing: unknown[] = [];
    stranger.watchTyping(sessionId, (event) => typing.push(event));
    await say(agent, sessionId, 'For somebody else');
    assert.deepEqual([heard.events, typing], [[], []]);
  },

  async 'a changed widget row rings'({ changeWidget, visitor }) {
    const actor = visitor();
    let rings = 0;
    actor.watchConfig(() => rings++);
    await until(() => actor.connection.get() === 'live', 'the channel');
    await changeWidget();
    await until(() => rings > 0, 'the ring');
  },
};
