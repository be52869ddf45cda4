// What every transport of an agent does: who they are, lists, changes, and what the inbox hears.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createInboxNotebook, createNotebook, openSession, say } from '../actors.ts';
import type { ContractCases } from './world.ts';
import { until } from '../../../../tools/test-kit/until.ts';

const notYours = (error: { code: string }): boolean => ['not_found', 'not_allowed'].includes(error.code);

export const AGENT_CASES: ContractCases = {
  async 'knows who the agent is and who else is in the team'({ acme, agent }) {
    const [membership, ...others] = await agent.memberships();
    assert.deepEqual(others, []);
    assert.deepEqual(membership, {
      tenantId: acme.tenantId,
      tenantName: 'acme',
      userId: acme.agent.id,
      displayName: acme.agent.name,
      avatarUrl: null,
      role: 'admin',
      availability: 'online',
    });
    const { tenantId: _, tenantName: __, availability: ___, ...me } = membership;
    assert.deepEqual(await agent.team(acme.tenantId), [me]);
    assert.equal(agent.userId(), acme.agent.id);
  },

  async 'lists, filters, counts and pages conversations'({ acme, agent, visitor: newVisitor }) {
    const visitor = newVisitor();
    const ids: string[] = [];
    for (const content of ['first', 'second', 'third']) ids.unshift(await openSession(visitor, content));
    await agent.updateSession(ids[2] ?? '', { status: 'resolved' });
    const query = { tenantId: acme.tenantId, filters: { status: 'open' as const } };
    const page = await agent.listSessions({ ...query, pageSize: 1 });
    assert.deepEqual(
      page.sessions.map(({ id }) => id),
      ids.slice(0, 1),
    );
    assert.equal(page.sessions[0]?.lastMessagePreview, 'third');
    assert.ok(page.counts.open >= 2 && page.counts.resolved >= 1);
    const next = await agent.listSessions({ ...query, pageSize: 1, cursor: page.cursor });
    assert.deepEqual(
      next.sessions.map(({ id }) => id),
      ids.slice(1, 2),
    );
    const late = { ...query, filters: { updatedSince: Date.now() + 60_000 } };
    assert.deepEqual((await agent.listSessions(late)).sessions, []);
    await assert.rejects(agent.listSessions({ ...query, cursor: { at: 'yesterday' } }), {
      code: 'invalid_argument',
    });
  },

  async 'filters by assignee, tags and priority, and counts what passes them'({
    acme,
    agent,
    visitor: newVisitor,
  }) {
    const visitor = newVisitor();
    const tag = randomUUID();
    const ids: string[] = [];
    for (const content of ['one', 'two', 'three']) ids.push(await openSession(visitor, content));
    await agent.updateSessions(ids, { tags: [tag] });
    await agent.updateSession(ids[0] ?? '', { assignedTo: acme.agent.id, priority: 'urgent' });
    await agent.updateSession(ids[1] ?? '', { snoozedUntil: Date.now() + 60_000 });
    await agent.updateSession(ids[2] ?? '', { status: 'resolved' });
    const list = async (filters: object) => {
      const page = await agent.listSessions({
        tenantId: acme.tenantId,
        filters: { tags: [tag], ...filters },
      });
      return { places: page.sessions.map(({ id }) => ids.indexOf(id)), counts: page.counts };
    };
    const counts = { open: 1, pending: 0, snoozed: 1, resolved: 1 };
    assert.deepEqual(await list({}), { places: [2, 1, 0], counts });
    assert.deepEqual(await list({ snoozed: true }), { places: [1], counts });
    assert.deepEqual(await list({ status: 'open', snoozed: false }), { places: [0], counts });
    assert.deepEqual((await list({ assignedTo: 'me' })).places, [0]);
    assert.deepEqual((await list({ assignedTo: 'nobody' })).places, [2, 1]);
    assert.deepEqual(await list({ priority: 'urgent' }), {
      places: [0],
      counts: { open: 1, pending: 0, snoozed: 0, resolved: 0 },
    });
    assert.deepEqual((await list({ tags: [tag, 'elsewhere'] })).places, []);
    assert.deepEqual((await list({ widgetId: randomUUID() })).places, []);
  },

  async 'changes a conversation, one or many, and gets the whole agent view back'({
    acme,
    agent,
    visitor: newVisitor,
  }) {
    const visitor = newVisitor();
    const [one, two] = [await openSession(visitor), await openSession(visitor)];
    const snoozedUntil = Date.now() + 3_600_000;
    const changed = await agent.updateSession(one, {
      assignedTo: acme.agent.id,
      tags: ['billing', ' billing ', ' '],
      priority: 'high',
      snoozedUntil,
    });
    assert.deepEqual(
      [changed.assignedTo, changed.tags, changed.priority, changed.snoozedUntil],
      [acme.agent.id, ['billing'], 'high', snoozedUntil],
    );
    const woken = await agent.updateSession(one, { assignedTo: null, snoozedUntil: null });
    assert.deepEqual([woken.assignedTo, woken.snoozedUntil, woken.tags], [null, null, ['billing']]);
    await agent.updateSession(one, { snoozedUntil });
    const both = await agent.updateSessions([one, two], { status: 'resolved' });
    assert.deepEqual(new Set(both.map(({ id }) => id)), new Set([one, two]));
    assert.ok(both.every(({ status, resolvedAt }) => status === 'resolved' && resolvedAt));
    assert.ok(
      both.every((session) => session.snoozedUntil === null),
      'nothing resolved is snoozed',
    );
    const again = await agent.updateSession(one, { status: 'resolved' });
    assert.deepEqual(
      again,
      both.find(({ id }) => id === one),
      'what changes nothing counts for nothing',
    );
  },

  async 'a change that cannot be is refused, and of many none is made'({ agent, visitor: newVisitor }) {
    const visitor = newVisitor();
    const sessionId = await openSession(visitor);
    const refused = { code: 'invalid_argument', status: 400 };
    for (const changes of [
      { assignedTo: randomUUID() },
      { snoozedUntil: Date.now() - 1000 },
      { tags: ['x'.repeat(61)] },
      { status: 'closed' as 'open' },
      { priority: 'extreme' as 'high' },
    ]) {
      await assert.rejects(agent.updateSession(sessionId, changes), refused, JSON.stringify(changes));
    }
    await assert.rejects(agent.updateSessions([sessionId, randomUUID()], { priority: 'low' }), {
      code: 'not_found',
    });
    const { session } = await agent.sessionDetails(sessionId);
    assert.deepEqual([session.priority, session.teamRev], ['normal', 0]);
  },

  async 'the inbox hears the whole agent view of what visitors do'({ acme, agent, visitor: newVisitor }) {
    const visitor = newVisitor();
    const inbox = createInboxNotebook();
    const watch = agent.watchInbox(acme.tenantId, inbox);
    await until(() => inbox.statuses.at(-1) === 'ready', 'the inbox');
    const sessionId = await openSession(visitor, 'Do you ship to Norway?');
    await until(
      () => inbox.sessions.some(({ id, lastSeq }) => id === sessionId && lastSeq === 1),
      'the bump',
    );
    const bump = inbox.sessions.find(({ id, lastSeq }) => id === sessionId && lastSeq === 1);
    assert.deepEqual([bump?.lastMessagePreview, bump?.tenantId], ['Do you ship to Norway?', acme.tenantId]);
    watch.close();
  },

  async 'the inbox hears what only the team may see'({ acme, agent, visitor: newVisitor }) {
    const sessionId = await openSession(newVisitor());
    const inbox = createInboxNotebook();
    const watch = agent.watchInbox(acme.tenantId, inbox);
    await until(() => inbox.statuses.at(-1) === 'ready', 'the inbox');
    const changed = await agent.updateSession(sessionId, { tags: ['vip'] });
    await until(
      () => inbox.sessions.some(({ id, tags }) => id === sessionId && tags.length === 1),
      'the tag',
    );
    assert.deepEqual(inbox.sessions.at(-1), changed);
    watch.close();
  },

  async 'a thread hears the visitor'({ acme, agent, visitor: newVisitor }) {
    const visitor = newVisitor();
    const sessionId = await openSession(visitor);
    const heard = createNotebook();
    agent.watchSession(sessionId, heard);
    await heard.reach('ready');
    const { message } = await say(visitor, sessionId, 'And to Sweden?');
    await until(() => heard.texts().includes('And to Sweden?'), 'the message');
    assert.deepEqual(heard.events.at(-1)?.message, message);
    const page = await agent.sync({ sessionId });
    assert.equal(page.session.tenantId, acme.tenantId);
    assert.equal(page.messages.at(-1)?.content, 'And to Sweden?');
    assert.equal(page.messages.at(-1)?.senderId, visitor.userId());
  },

  async 'the other tenant gets nothing of it'({ acme, rival, visitor: newVisitor }) {
    const visitor = newVisitor();
    const sessionId = await openSession(visitor);
    const notFound = { code: 'not_found', status: 404 };
    await assert.rejects(rival.sync({ sessionId }), notFound);
    await assert.rejects(say(rival, sessionId, 'Buy ours'), notFound);
    await assert.rejects(rival.sessionDetails(sessionId), notFound);
    await assert.rejects(rival.updateSession(sessionId, { status: 'resolved' }), notFound);
    const note = { noteId: randomUUID(), sessionId, content: 'Hm', mentions: [] };
    await assert.rejects(rival.addNote(note), notFound);
    await assert.rejects(rival.listSessions({ tenantId: acme.tenantId, filters: {} }), notYours);
    for (const ask of [() => rival.team(acme.tenantId), () => rival.cannedReplies(acme.tenantId)]) {
      await assert.rejects(ask(), notYours);
    }
    const [inbox, heard] = [createInboxNotebook(), createNotebook()];
    rival.watchInbox(acme.tenantId, inbox);
    rival.watchSession(sessionId, heard);
    await until(() => [inbox, heard].every(({ statuses }) => statuses.at(-1) === 'refused'), 'both refusals');
    await say(visitor, sessionId, 'For my own team');
    assert.deepEqual([inbox.sessions, heard.events], [[], []]);
  },

  async 'a visitor has none of the agents’ powers'({ acme, nobody }) {
    const { agent: impostor, signIn } = nobody();
    await assert.rejects(impostor.memberships(), { code: 'not_signed_in' });
    await signIn();
    assert.deepEqual(await impostor.memberships(), []);
    await assert.rejects(impostor.listSessions({ tenantId: acme.tenantId, filters: {} }), notYours);
  },

  async 'after a sign-out nothing more is heard'({ acme, agent, secondDesk, visitor: newVisitor }) {
    const visitor = newVisitor();
    const { agent: actor, signOut } = await secondDesk();
    const sessionId = await openSession(visitor);
    const [inbox, heard] = [createInboxNotebook(), createNotebook()];
    actor.watchInbox(acme.tenantId, inbox);
    actor.watchSession(sessionId, heard);
    await until(() => [inbox, heard].every(({ statuses }) => statuses.at(-1) === 'ready'), 'both channels');
    await signOut();
    await until(() => [inbox, heard].every(({ statuses }) => statuses.at(-1) === 'refused'), 'both refusals');
    assert.equal(actor.userId(), null);
    const [events, bumps] = [heard.events.length, inbox.sessions.length];
    const colleague = createNotebook();
    agent.watchSession(sessionId, colleague);
    await colleague.reach('ready');
    await say(visitor, sessionId, 'Who is still listening?');
    await until(() => colleague.texts().includes('Who is still listening?'), 'a colleague to hear it');
    assert.deepEqual([heard.events.length, inbox.sessions.length], [events, bumps]);
  },
};
