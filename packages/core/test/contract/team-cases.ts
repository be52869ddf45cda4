// What every transport of an agent does for the team among itself: notes, search, canned replies, who is there.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createInboxNotebook, openSession, say } from '../actors.ts';
import type { AgentPresence } from '../../src/types.ts';
import type { ContractCases } from './world.ts';
import { until } from '../../../../tools/test-kit/until.ts';

const notYours = (error: { code: string }): boolean => ['not_found', 'not_allowed'].includes(error.code);

export const TEAM_CASES: ContractCases = {
  async 'notes are kept, changed and taken back, and the inbox hears of each'({
    acme,
    agent,
    visitor: newVisitor,
  }) {
    const sessionId = await openSession(newVisitor());
    const inbox = createInboxNotebook();
    const watch = agent.watchInbox(acme.tenantId, inbox);
    await until(() => inbox.statuses.at(-1) === 'ready', 'the inbox');
    const noteId = randomUUID();
    const note = { noteId, sessionId, content: 'VIP', mentions: [acme.agent.id] };
    const added = await agent.addNote(note);
    assert.deepEqual(
      [added.id, added.authorName, added.mentions],
      [noteId, acme.agent.name, [acme.agent.id]],
    );
    assert.deepEqual(await agent.addNote(note), added);
    assert.equal((await agent.updateNote(noteId, 'Very important', [])).content, 'Very important');
    assert.deepEqual(
      (await agent.sessionDetails(sessionId)).notes.map(({ content }) => content),
      ['Very important'],
    );
    await agent.deleteNote(noteId);
    await until(() => inbox.notes.at(-1)?.deleted, 'the last note event');
    assert.deepEqual(
      inbox.notes.map(({ content, deleted }) => [content, deleted]),
      [
        ['VIP', false],
        ['Very important', false],
        ['Very important', true],
      ],
    );
    assert.deepEqual((await agent.sessionDetails(sessionId)).notes, []);
    watch.close();
  },

  async 'a note says something, mentions colleagues, and is its author’s; an admin may take it back'({
    agent,
    newAgent,
    visitor: newVisitor,
  }) {
    const sessionId = await openSession(newVisitor());
    const other = await newAgent();
    const note = { noteId: randomUUID(), sessionId, content: 'Mine', mentions: [] };
    await assert.rejects(other.agent.addNote({ ...note, content: ' ' }), { code: 'content_empty' });
    await assert.rejects(other.agent.addNote({ ...note, mentions: [randomUUID()] }), {
      code: 'invalid_argument',
    });
    assert.equal((await other.agent.addNote(note)).authorId, other.id);
    await assert.rejects(agent.addNote(note), { code: 'id_conflict', status: 409 });
    await assert.rejects(agent.updateNote(note.noteId, 'Ours', []), { code: 'not_found' });
    const own = { ...note, noteId: randomUUID() };
    await agent.addNote(own);
    await assert.rejects(other.agent.deleteNote(own.noteId), { code: 'not_found' });
    assert.equal((await agent.deleteNote(note.noteId)).content, 'Mine');
  },

  async 'once an inbox says so, the chat is online while somebody of the team is, and open chats hear of it'({
    acme,
    agent,
    newAgent,
    rival,
    nobody,
    visitor: newVisitor,
  }) {
    const visitor = newVisitor();
    const other = await newAgent();
    const isOnline = async (): Promise<boolean> => (await visitor.widgetConfig()).availability.online;
    let heard = 0;
    const watch = visitor.watchConfig(() => (heard += 1));
    await until(() => visitor.connection.get() === 'live', 'the channel');
    assert.equal(await isOnline(), true);
    try {
      assert.equal(await agent.setAvailability(acme.tenantId, 'away'), 'away');
      assert.equal(await isOnline(), false);
      await until(() => heard === 1, 'an event');
      assert.equal(await agent.setAvailability(acme.tenantId, null), 'away');
      assert.equal((await agent.memberships())[0]?.availability, 'away');
      for (const stranger of [rival, nobody().agent]) {
        await assert.rejects(stranger.setAvailability(acme.tenantId, 'online'));
      }
      await assert.rejects(agent.setAvailability(acme.tenantId, 'busy' as 'away'), {
        code: 'invalid_argument',
      });
      assert.equal(await isOnline(), false);
      assert.equal(await other.agent.setAvailability(acme.tenantId, null), 'online');
      assert.equal(await isOnline(), true);
      await until(() => heard === 2, 'another event');
      const { changesAt, nextOpenAt, ...rest } = (await visitor.widgetConfig()).availability;
      assert.deepEqual([nextOpenAt, Object.keys(rest)], [null, ['online', 'replyMinutes']]);
      assert.ok(changesAt !== null && changesAt > (await visitor.widgetConfig()).serverTime);
    } finally {
      await agent.setAvailability(acme.tenantId, 'online');
      watch.close();
    }
  },

  async 'finds words in messages and notes of the tenant, with the words marked'({
    acme,
    agent,
    rival,
    visitor: newVisitor,
  }) {
    const sessionId = await openSession(newVisitor(), 'Does the sauna burn birchwood?');
    await agent.addNote({ noteId: randomUUID(), sessionId, content: 'Birchwood is out', mentions: [] });
    const query = { tenantId: acme.tenantId, query: 'birch', pageSize: 1 };
    const first = await agent.search(query);
    const second = await agent.search({ ...query, cursor: first.cursor });
    assert.deepEqual(
      [...first.hits, ...second.hits].map(({ kind, seq, session }) => [kind, seq, session.id]),
      [
        ['note', null, sessionId],
        ['message', 1, sessionId],
      ],
    );
    assert.equal(second.cursor, null);
    assert.deepEqual(
      second.hits[0]?.snippet.filter(({ match }) => match),
      [{ text: 'birch', match: true }],
    );
    assert.deepEqual((await agent.search({ ...query, filters: { status: 'resolved' } })).hits, []);
    await assert.rejects(rival.search(query), notYours);
  },

  async 'lists the conversations in which somebody mentions the caller'({
    acme,
    agent,
    rival,
    visitor: newVisitor,
  }) {
    const sessionId = await openSession(newVisitor(), 'Anybody?');
    await openSession(newVisitor(), 'Nobody?');
    const listed = async (mentioned: boolean) =>
      (await agent.listSessions({ tenantId: acme.tenantId, filters: { mentioned } })).sessions.map(
        ({ id }) => id,
      );
    assert.equal((await listed(true)).includes(sessionId), false);
    const mentions = [acme.agent.id];
    await agent.addNote({ noteId: randomUUID(), sessionId, content: 'You', mentions });
    assert.deepEqual(
      [(await listed(true))[0], (await listed(false)).includes(sessionId)],
      [sessionId, false],
    );
    await assert.rejects(rival.listSessions({ tenantId: acme.tenantId, filters: { mentioned: true } }), {
      code: 'not_allowed',
    });
  },

  async 'finds people by name and address, several words, and scripts without spaces; nothing deleted'({
    acme,
    agent,
    visitor: newVisitor,
  }) {
    const visitor = newVisitor();
    const name = `Quimby${Date.now()}`;
    await visitor.signIn();
    const sessionId = randomUUID();
    await visitor.openSession({ sessionId, visitor: { name, email: `${name}@example.com` }, metadata: {} });
    const { message } = await say(visitor, sessionId, `私は${name}のサウナが欲しい`);
    const find = async (query: string) =>
      (await agent.search({ tenantId: acme.tenantId, query })).hits.map(({ kind }) => kind).sort();
    assert.deepEqual(await find(`${name.toLowerCase()}`), ['message', 'visitor']);
    assert.deepEqual(await find(`${name} example`), ['visitor']);
    assert.deepEqual(await find(`${name} サウナ`), ['message']);
    assert.deepEqual(await find(`${name} elsewhere`), []);
    assert.deepEqual(await find(' … '), []);
    const written = await say(visitor, sessionId, `“${name}” <cafe\u0301@straße.example>, Łódź &ref;`);
    for (const query of ['“CAFÉ”', 'strasse', '<cafe@straße', 'lodz &ref;'])
      assert.deepEqual(await find(`${name} ${query}`), ['message'], query);
    const [hit] = (await agent.search({ tenantId: acme.tenantId, query: `${name} cafe stras` })).hits;
    assert.deepEqual(
      hit?.snippet.flatMap(({ text, match }) => (match ? [text] : [])),
      [name, 'cafe\u0301', 'straß'],
    );
    await visitor.deleteMessage(written.message.id);
    await visitor.deleteMessage(message.id);
    assert.deepEqual(await find(`${name}`), ['visitor']);
  },

  async 'colleagues see each other come, look at a conversation and go'({ acme, agent, secondDesk }) {
    const seen: (readonly AgentPresence[])[] = [];
    const me = { userId: acme.agent.id, name: acme.agent.name };
    const own = agent.watchPresence(acme.tenantId, me, (people) => seen.push(people));
    await until(() => seen.at(-1)?.length === 1, 'myself');

    const { agent: colleague } = await secondDesk();
    const other = { userId: randomUUID(), name: 'Lin' };
    const presence = colleague.watchPresence(acme.tenantId, other, () => undefined);
    await until(() => seen.at(-1)?.length === 2, 'the colleague');
    const viewing = randomUUID();
    presence.update({ viewing, typing: true });
    await until(
      () => seen.at(-1)?.some((person) => person.viewing === viewing && person.typing),
      'where the colleague is',
    );
    assert.deepEqual(
      seen.at(-1)?.find(({ userId }) => userId === other.userId),
      { ...other, viewing, typing: true },
    );
    presence.close();
    await until(() => seen.at(-1)?.length === 1, 'the colleague to be gone');
    own.close();
  },

  async 'canned replies come in order, and one’s own to oneself alone'({
    acme,
    addCannedReply,
    agent,
    newAgent,
  }) {
    await addCannedReply('hi', 'Hello! How can I help?', null);
    await addCannedReply('bye', 'Goodbye!', acme.agent.id);
    const repliesOf = async (reader: typeof agent) =>
      (await reader.cannedReplies(acme.tenantId)).map(({ shortcut, shared }) => [shortcut, shared]);
    assert.deepEqual(await repliesOf(agent), [
      ['bye', false],
      ['hi', true],
    ]);
    assert.deepEqual(await repliesOf((await newAgent()).agent), [['hi', true]]);
  },

  async 'an agent of two teams works in both'({ acme, globex, newAgent, visitor: newVisitor }) {
    const { agent } = await newAgent([globex, acme]);
    const sessionId = await openSession(newVisitor());
    assert.equal((await say(agent, sessionId, 'Hello from both')).message.senderName, 'Zoe');
    for (const { tenantId } of [acme, globex]) {
      assert.ok((await agent.team(tenantId)).some(({ displayName }) => displayName === 'Zoe'));
    }
    assert.equal((await agent.memberships()).length, 2);
  },
};
