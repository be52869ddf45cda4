// What becomes of a message on every transport: once, in order, counted, changed by its author alone.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createNotebook, openSession, say } from '../actors.ts';
import type { ContractCases } from './world.ts';
import { until } from '../../../../tools/test-kit/until.ts';

const texts = (page: { messages: readonly { content: string }[] }): string[] =>
  page.messages.map(({ content }) => content);

export const MESSAGE_CASES: ContractCases = {
  async 'each message is sent once, however often the request is repeated'({ visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const message = {
      sessionId,
      messageId: randomUUID(),
      content: 'Is anybody there?',
      metadata: { locale: 'en' },
    };
    const first = await actor.sendMessage(message);
    const again = await actor.sendMessage({ ...message, content: 'Something else' });
    assert.deepEqual(again, first);
    assert.equal(first.message.seq, 2);
    assert.deepEqual(first.message.metadata, { locale: 'en' });
    const page = await actor.sync({ sessionId });
    assert.deepEqual(texts(page), ['Hello?', 'Is anybody there?']);
    assert.equal(page.rev, first.rev);
    assert.equal(page.hasMore, false);
  },

  async 'the id of a message belongs to whoever used it first, and to one conversation'({ agent, visitor }) {
    const [actor, other] = [visitor(), visitor()];
    const [sessionId, second] = [await openSession(actor), await openSession(actor)];
    const messageId = (await actor.sync({ sessionId })).messages[0]?.id ?? '';
    const conflict = { code: 'id_conflict', status: 409 };
    const theirs = await openSession(other);
    await assert.rejects(other.sendMessage({ sessionId: theirs, messageId, content: 'x' }), conflict);
    await assert.rejects(actor.sendMessage({ sessionId: second, messageId, content: 'x' }), conflict);
    await assert.rejects(agent.sendMessage({ sessionId, messageId, content: 'x' }), conflict);
  },

  async 'reads the newest page, older pages and what changed since'({ visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor, '1');
    for (const content of ['2', '3', '4', '5']) await say(actor, sessionId, content);
    const newest = await actor.sync({ sessionId, pageSize: 2 });
    assert.deepEqual([texts(newest), newest.hasMore], [['4', '5'], true]);
    const older = await actor.sync({ sessionId, beforeSeq: 4, pageSize: 3 });
    assert.deepEqual([texts(older), older.hasMore], [['1', '2', '3'], false]);
    await actor.editMessage(newest.messages[0]?.id ?? '', 'four');
    const changed = await actor.sync({ sessionId, sinceRev: newest.rev });
    assert.deepEqual([texts(changed), changed.complete, changed.rev], [['four'], true, newest.rev + 1]);
    const part = await actor.sync({ sessionId, sinceRev: 1, pageSize: 2 });
    assert.deepEqual([texts(part), part.complete, part.rev, part.hasMore], [['1', '2'], false, 3, false]);
    assert.equal((await actor.sync({ sessionId, pageSize: 0 })).messages.length, 1);
  },

  async 'characters are counted as people do, and a list shows a line of them'({ visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const sent = await say(actor, sessionId, '👋'.repeat(4000));
    assert.equal(sent.session.lastMessagePreview, '👋'.repeat(140));
    await assert.rejects(say(actor, sessionId, '👋'.repeat(4001)), { code: 'content_too_long' });
    const lines = await say(actor, sessionId, '  Two\n\nlines \t here ');
    assert.deepEqual(
      [lines.message.content, lines.session.lastMessagePreview],
      ['  Two\n\nlines \t here ', 'Two lines here'],
    );
    const marked = await say(
      actor,
      sessionId,
      '**Two**\n- [lines](https://shop.example) _here_, `a_b` 2 * 3 * 4',
    );
    assert.equal(marked.session.lastMessagePreview, 'Two lines here, a_b 2 * 3 * 4');
    await assert.rejects(say(actor, sessionId, '\u200b\u2800'), { code: 'content_empty' });
  },

  async 'words are changed and taken back by their author, once, and the list follows'({ agent, visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor, 'Helo');
    const id = (await actor.sync({ sessionId })).messages[0]?.id ?? '';
    const edited = await actor.editMessage(id, 'Hello');
    assert.deepEqual(
      [edited.message?.content, edited.message?.rev, edited.rev, edited.session.lastMessagePreview],
      ['Hello', 3, 3, 'Hello'],
    );
    assert.ok(edited.message?.editedAt);
    assert.equal((await actor.editMessage(id, 'Hello')).rev, 3, 'the same words are no change');
    await assert.rejects(actor.editMessage(id, ' '), { code: 'content_empty' });
    for (const stranger of [agent, visitor()]) {
      if ('signIn' in stranger) await stranger.signIn();
      await assert.rejects(stranger.editMessage(id, 'x'), { code: 'not_found' });
      await assert.rejects(stranger.deleteMessage(id), { code: 'not_found' });
    }
    const gone = await actor.deleteMessage(id);
    const { content, attachments, metadata, deletedAt, seq } = gone.message ?? {};
    assert.deepEqual([content, attachments, metadata, seq, gone.rev], ['', [], {}, 1, 4]);
    assert.ok(deletedAt);
    assert.equal(gone.session.lastMessagePreview, '');
    await assert.rejects(actor.editMessage(id, 'Back'), { code: 'not_found' });
    await assert.rejects(actor.deleteMessage(id), { code: 'not_found' });
  },

  async 'words that were made from older ones overwrite nothing'({ visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor, 'Helo');
    const read = (await actor.sync({ sessionId })).messages[0];
    const id = read?.id ?? '';
    const edited = (await actor.editMessage(id, 'Hello', read?.rev)).message;
    const conflict = { code: 'edit_conflict', status: 409, retryable: false };
    await assert.rejects(actor.editMessage(id, 'Hallo', read?.rev), conflict);
    assert.equal((await actor.sync({ sessionId })).messages[0]?.content, 'Hello');
    assert.equal((await actor.editMessage(id, 'Hello', read?.rev)).message?.rev, edited?.rev, 'said already');
    assert.equal((await actor.editMessage(id, 'Hallo', edited?.rev)).message?.content, 'Hallo');
  },

  async 'a visitor changes words only for as long as the widget says, an agent always'({
    agent,
    allowEditing,
    visitor,
  }) {
    const actor = visitor();
    const sessionId = await openSession(actor, 'Helo');
    const id = (await actor.sync({ sessionId })).messages[0]?.id ?? '';
    const reply = (await say(agent, sessionId, 'Helo to you')).message.id;
    const expired = { code: 'edit_expired', status: 403, retryable: false };
    await allowEditing(0);
    await assert.rejects(actor.editMessage(id, 'Hello'), expired);
    await assert.rejects(actor.deleteMessage(id), expired);
    assert.equal((await agent.editMessage(reply, 'Hello to you')).message?.content, 'Hello to you');
    await allowEditing(5);
    assert.equal((await actor.editMessage(id, 'Hello')).message?.content, 'Hello');
  },

  async 'an older message that changes leaves the line of the list alone'({ visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor, 'First');
    const id = (await actor.sync({ sessionId })).messages[0]?.id ?? '';
    await say(actor, sessionId, 'Last');
    assert.equal((await actor.editMessage(id, 'Changed')).session.lastMessagePreview, 'Last');
    assert.equal((await actor.deleteMessage(id)).session.lastMessagePreview, 'Last');
  },

  async 'a reply hands the turn over, the visitor takes it back, even after a snooze and a resolution'({
    agent,
    visitor,
  }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const replied = (await say(agent, sessionId, 'Hi')).session;
    assert.deepEqual([replied.status, replied.agentName], ['pending', 'Ada of acme']);
    const { firstReplyAt } = (await agent.sessionDetails(sessionId)).session;
    assert.ok(firstReplyAt);
    const resolved = await agent.updateSession(sessionId, { status: 'resolved' });
    assert.ok(resolved.resolvedAt);
    await say(agent, sessionId, 'One more thing');
    const still = (await agent.sessionDetails(sessionId)).session;
    assert.deepEqual(
      [still.status, still.firstReplyAt, still.resolvedAt],
      ['resolved', firstReplyAt, resolved.resolvedAt],
    );
    await agent.updateSession(sessionId, { snoozedUntil: Date.now() + 3_600_000 });
    await say(actor, sessionId, 'Again');
    const { session } = await agent.sessionDetails(sessionId);
    assert.deepEqual([session.status, session.resolvedAt, session.snoozedUntil], ['open', null, null]);
  },

  async 'writing is reading, and reading goes no further than what is there and never back'({
    agent,
    visitor,
  }) {
    const actor = visitor();
    const sessionId = await openSession(actor, 'One');
    await say(actor, sessionId, 'Two');
    const reply = (await say(agent, sessionId, 'Three')).session;
    assert.deepEqual([reply.agentReadSeq, reply.visitorReadSeq, reply.lastSeq], [3, 2, 3]);
    const delivered = await actor.markDelivered(sessionId, 3);
    assert.deepEqual(
      [delivered.session.visitorDeliveredSeq, delivered.session.visitorReadSeq, delivered.rev],
      [3, 2, reply.rev + 1],
    );
    const read = await actor.markRead(sessionId, 99);
    assert.deepEqual([read.session.visitorReadSeq, read.rev], [3, reply.rev + 2]);
    for (const seq of [1, 0, -5, 3]) {
      const again = await actor.markRead(sessionId, seq);
      assert.deepEqual([again.session.visitorReadSeq, again.rev], [3, reply.rev + 2]);
    }
  },

  async 'unread is what the other side wrote after the read position and did not delete'({ agent, visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor, 'One');
    const wrong = (await say(actor, sessionId, 'Two')).message.id;
    const unread = async (): Promise<readonly number[]> => {
      const { session } = await actor.sync({ sessionId });
      return [session.visitorUnread, session.agentUnread];
    };
    assert.deepEqual(await unread(), [0, 2]);
    await agent.markRead(sessionId, 1);
    assert.deepEqual(await unread(), [0, 1]);
    const { session } = await actor.deleteMessage(wrong);
    assert.equal(session.agentUnread, 0);
    await say(actor, sessionId, 'Three');
    const reply = (await say(agent, sessionId, 'Four')).message.id;
    await say(agent, sessionId, 'Five');
    assert.deepEqual(await unread(), [2, 0]);
    await agent.deleteMessage(reply);
    assert.deepEqual(await unread(), [1, 0]);
    await actor.markDelivered(sessionId, 5);
    assert.deepEqual(await unread(), [1, 0]);
    await actor.markRead(sessionId, 5);
    assert.deepEqual(await unread(), [0, 0]);
  },

  async 'unknown context of a message is an attribute, and too much of it is refused'({ visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const send = (metadata: Record<string, unknown>) =>
      actor.sendMessage({ sessionId, messageId: randomUUID(), content: 'x', metadata });
    const { message } = await send({ page_url: '/x', mood: 'good' });
    assert.deepEqual(message.metadata, { page_url: '/x', attributes: { mood: 'good' } });
    await assert.rejects(send({ page_url: 'x'.repeat(3000) }), { code: 'invalid_argument', status: 400 });
  },

  async 'who is blocked reads on and can write nothing, and nobody sees them read or type'({
    agent,
    block,
    visitor,
  }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    await say(agent, sessionId, 'Please stop.');
    const before = (await actor.sync({ sessionId })).session;
    await block(sessionId, true);
    const blocked = { code: 'blocked', status: 403, retryable: false };
    const id = (await actor.sync({ sessionId })).messages[0]?.id ?? '';
    for (const ask of [
      () => say(actor, sessionId, 'No!'),
      () => actor.editMessage(id, 'No!'),
      () => actor.deleteMessage(id),
      () => actor.rateSession(sessionId, 1, null),
      () => actor.updateVisitor(sessionId, { name: 'Nobody' }, {}),
      () => actor.openSession({ sessionId: randomUUID(), visitor: {}, metadata: {} }),
    ]) {
      await assert.rejects(ask(), blocked);
    }
    const read = await actor.markRead(sessionId, 2);
    assert.deepEqual([read.session, read.rev], [before, before.rev]);
    assert.deepEqual(texts(await actor.sync({ sessionId })), ['Hello?', 'Please stop.']);
    const { visitorBlockedAt, teamRev } = (await agent.sessionDetails(sessionId)).session;
    assert.ok(visitorBlockedAt);
    assert.equal(teamRev, 1);
    await block(sessionId, false);
    assert.equal((await say(actor, sessionId, 'Sorry.')).message.seq, 3);
  },

  async 'each change is one rev and one event, in order'({ agent, visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const heard = createNotebook();
    actor.watchSession(sessionId, heard);
    await heard.reach('ready');
    const { rev } = await actor.sync({ sessionId });
    const { message } = await say(agent, sessionId, 'Two');
    await agent.editMessage(message.id, 'Two!');
    await actor.markRead(sessionId, 2);
    await actor.markRead(sessionId, 1);
    await agent.deleteMessage(message.id);
    await actor.rateSession(sessionId, 4, null);
    const news = () => heard.events.filter((event) => event.rev > rev);
    await until(() => news().length === 5, 'all five');
    assert.deepEqual(
      news().map((event) => [event.rev - rev, event.session.rev - rev, event.message?.content]),
      [
        [1, 1, 'Two'],
        [2, 2, 'Two!'],
        [3, 3, undefined],
        [4, 4, ''],
        [5, 5, undefined],
      ],
    );
  },
};
