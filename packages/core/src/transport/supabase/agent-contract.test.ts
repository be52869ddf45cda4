// What the agents' transport must do, against the real backend; the visitor at the other end is on the fetch link.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import { startBackend } from '../../../test/backend.ts';
import type { Backend, Tenant } from '../../../test/backend.ts';
import {
  createInboxNotebook,
  createNotebook,
  makeAgent,
  makeVisitor,
  openSession,
  say,
} from '../../../test/actors.ts';
import { createTestEnvironment, until } from '../../../test/test-environment.ts';
import type { AgentPresence } from '../../types.ts';
import type { AgentTransport, ConversationTransport, VisitorTransport } from '../transport.ts';
import { createSupabaseAgentTransport } from './agent-transport.ts';
import { supabaseClient } from './client/client-types.ts';
import type { SupabaseClientShape } from './client/client-types.ts';

let backend: Backend;
let acme: Tenant;
let agent: AgentTransport;
let rival: AgentTransport;
let visitor: VisitorTransport;
const opened: ConversationTransport[] = [];
const keep = <T extends ConversationTransport>(actor: T): T => {
  opened.push(actor);
  return actor;
};

before(async () => {
  backend = await startBackend({ realtime: { timings: { joinRefusalDelayMs: 50 } } });
  [acme] = backend.tenants;
  agent = keep(await makeAgent(backend, acme));
  rival = keep(await makeAgent(backend, backend.tenants[1]));
  visitor = keep(makeVisitor(backend, acme));
});
after(async () => {
  for (const actor of opened) actor.close();
  await backend?.stop();
});

test('knows who the agent is and who else is in the team', async () => {
  const [membership, ...others] = await agent.memberships();
  assert.deepEqual(others, []);
  assert.deepEqual(membership, {
    tenantId: acme.tenantId,
    tenantName: 'acme',
    userId: acme.agent.id,
    displayName: acme.agent.name,
    avatarUrl: null,
    role: 'admin',
  });
  const { tenantId: _, tenantName: __, ...me } = membership;
  assert.deepEqual(await agent.team(acme.tenantId), [me]);
  assert.equal(agent.userId(), acme.agent.id);
});

test('lists, filters, counts and pages conversations', async () => {
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
});

test('changes a conversation, one or many, and gets the whole agent view back', async () => {
  const [one, two] = [await openSession(visitor), await openSession(visitor)];
  const snoozedUntil = Date.now() + 3_600_000;
  const changed = await agent.updateSession(one, {
    assignedTo: acme.agent.id,
    tags: ['billing'],
    priority: 'high',
    snoozedUntil,
  });
  assert.deepEqual(
    [changed.assignedTo, changed.tags, changed.priority, changed.snoozedUntil],
    [acme.agent.id, ['billing'], 'high', snoozedUntil],
  );
  const woken = await agent.updateSession(one, { assignedTo: null, snoozedUntil: null });
  assert.deepEqual([woken.assignedTo, woken.snoozedUntil, woken.tags], [null, null, ['billing']]);
  const both = await agent.updateSessions([one, two], { status: 'resolved' });
  assert.deepEqual(new Set(both.map(({ id }) => id)), new Set([one, two]));
  assert.ok(both.every(({ status, resolvedAt }) => status === 'resolved' && resolvedAt));
});

test('notes are kept, changed and taken back, and the inbox hears of each', async () => {
  const sessionId = await openSession(visitor);
  const inbox = createInboxNotebook();
  agent.watchInbox(acme.tenantId, inbox);
  await until('the inbox', () => inbox.statuses.at(-1) === 'ready');
  const noteId = randomUUID();
  const note = { noteId, sessionId, content: 'VIP', mentions: [acme.agent.id] };
  const added = await agent.addNote(note);
  assert.deepEqual([added.id, added.authorName, added.mentions], [noteId, acme.agent.name, [acme.agent.id]]);
  assert.deepEqual(await agent.addNote(note), added);
  assert.equal((await agent.updateNote(noteId, 'Very important', [])).content, 'Very important');
  assert.deepEqual(
    (await agent.sessionDetails(sessionId)).notes.map(({ content }) => content),
    ['Very important'],
  );
  await agent.deleteNote(noteId);
  await until('the last note event', () => inbox.notes.at(-1)?.deleted);
  assert.deepEqual(
    inbox.notes.map(({ content, deleted }) => [content, deleted]),
    [
      ['VIP', false],
      ['Very important', false],
      ['Very important', true],
    ],
  );
  assert.deepEqual((await agent.sessionDetails(sessionId)).notes, []);
});

test('the inbox hears the whole agent view of what visitors do', async () => {
  const inbox = createInboxNotebook();
  const watch = agent.watchInbox(acme.tenantId, inbox);
  await until('the inbox', () => inbox.statuses.at(-1) === 'ready');
  const sessionId = await openSession(visitor, 'Do you ship to Norway?');
  await until('the bump', () => inbox.sessions.some(({ id, lastSeq }) => id === sessionId && lastSeq === 1));
  const bump = inbox.sessions.find(({ id, lastSeq }) => id === sessionId && lastSeq === 1);
  assert.deepEqual([bump?.lastMessagePreview, bump?.tenantId], ['Do you ship to Norway?', acme.tenantId]);
  watch.close();
});

test('a thread hears the visitor', async () => {
  const sessionId = await openSession(visitor);
  const heard = createNotebook();
  agent.watchSession(sessionId, heard);
  await heard.reach('ready');
  const { message } = await say(visitor, sessionId, 'And to Sweden?');
  await until('the message', () => heard.texts().includes('And to Sweden?'));
  assert.deepEqual(heard.events.at(-1)?.message, message);
  const page = await agent.sync({ sessionId });
  assert.equal(page.session.tenantId, acme.tenantId);
  assert.equal(page.messages.at(-1)?.content, 'And to Sweden?');
});

test('the other tenant gets nothing of it', async () => {
  const sessionId = await openSession(visitor);
  await rival.memberships();
  await assert.rejects(rival.sync({ sessionId }), { code: 'not_found' });
  await assert.rejects(rival.sessionDetails(sessionId), { code: 'not_found' });
  await assert.rejects(rival.updateSession(sessionId, { status: 'resolved' }), { code: 'not_found' });
  await assert.rejects(
    rival.listSessions({ tenantId: acme.tenantId, filters: {} }),
    (error: { code: string }) => ['not_found', 'not_allowed'].includes(error.code),
  );
  const [inbox, heard] = [createInboxNotebook(), createNotebook()];
  rival.watchInbox(acme.tenantId, inbox);
  rival.watchSession(sessionId, heard);
  await until('both refusals', () => [inbox, heard].every(({ statuses }) => statuses.at(-1) === 'refused'));
  await say(visitor, sessionId, 'For my own team');
  assert.deepEqual([inbox.sessions, heard.events], [[], []]);
});

test('a visitor has none of the agents’ powers', async () => {
  const client = backend.client();
  const impostor = keep(createSupabaseAgentTransport({ client, environment: createTestEnvironment() }));
  await assert.rejects(impostor.memberships(), { code: 'not_signed_in' });
  await client.auth.signInAnonymously();
  assert.deepEqual(await impostor.memberships(), []);
  await assert.rejects(
    impostor.listSessions({ tenantId: acme.tenantId, filters: {} }),
    (error: { code: string }) => ['not_found', 'not_allowed'].includes(error.code),
  );
});

test('finds words in messages and notes of the tenant, with the words marked', async () => {
  const sessionId = await openSession(visitor, 'Does the sauna burn birchwood?');
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
  await assert.rejects(rival.search(query), (error: { code: string }) =>
    ['not_found', 'not_allowed'].includes(error.code),
  );
});

test('colleagues see each other come, look at a conversation and go', async () => {
  const seen: (readonly AgentPresence[])[] = [];
  const me = { userId: acme.agent.id, name: acme.agent.name };
  agent.watchPresence(acme.tenantId, me, (people) => seen.push(people));
  await until('myself', () => seen.at(-1)?.length === 1);

  const colleague = keep(await makeAgent(backend, acme));
  const other = { userId: randomUUID(), name: 'Lin' };
  const presence = colleague.watchPresence(acme.tenantId, other, () => undefined);
  await until('the colleague', () => seen.at(-1)?.length === 2);
  const viewing = randomUUID();
  presence.update({ viewing, typing: true });
  await until('where the colleague is', () =>
    seen.at(-1)?.some((person) => person.viewing === viewing && person.typing),
  );
  assert.deepEqual(
    seen.at(-1)?.find(({ userId }) => userId === other.userId),
    { ...other, viewing, typing: true },
  );
  presence.close();
  await until('the colleague to be gone', () => seen.at(-1)?.length === 1);
});

test('canned replies come in order', async () => {
  await backend.sql`insert into public.global_chat_canned_replies (tenant_id, shortcut, content, owner_id) values
    (${acme.tenantId}, 'hi', 'Hello! How can I help?', null), (${acme.tenantId}, 'bye', 'Goodbye!', ${acme.agent.id})`;
  const replies = await agent.cannedReplies(acme.tenantId);
  assert.deepEqual(
    replies.map(({ shortcut, shared }) => [shortcut, shared]),
    [
      ['bye', false],
      ['hi', true],
    ],
  );
});

test('the channels of the host app on the same client stay as they are', async () => {
  const client = await backend.agentClient(acme);
  const heard: string[] = [];
  const channel = client
    .channel('host-app')
    .on('broadcast', { event: 'note' }, ({ payload }) => heard.push(payload.text));
  let status = '';
  channel.subscribe((next) => (status = next));
  await until('the host channel', () => status === 'SUBSCRIBED');
  const actor = createSupabaseAgentTransport({ client, environment: createTestEnvironment() });
  const inbox = createInboxNotebook();
  actor.watchInbox(acme.tenantId, inbox);
  await until('the inbox', () => inbox.statuses.at(-1) === 'ready');
  actor.close();
  const sender = backend.client().channel('host-app');
  await sender.httpSend('note', { text: 'still here' });
  await until('the host app’s own event', () => heard.length === 1);
  assert.deepEqual(client.getChannels(), [channel]);
  assert.equal((await client.auth.getUser()).data.user?.id, acme.agent.id);
});

test('after a sign-out nothing more is heard, although the socket lives on', async () => {
  const client = await backend.agentClient(acme);
  const actor = keep(createSupabaseAgentTransport({ client, environment: createTestEnvironment() }));
  const sessionId = await openSession(visitor);
  const [inbox, heard] = [createInboxNotebook(), createNotebook()];
  actor.watchInbox(acme.tenantId, inbox);
  actor.watchSession(sessionId, heard);
  await until('both channels', () => [inbox, heard].every(({ statuses }) => statuses.at(-1) === 'ready'));
  await client.auth.signOut({ scope: 'local' });
  await until('both refusals', () => [inbox, heard].every(({ statuses }) => statuses.at(-1) === 'refused'));
  assert.equal(actor.userId(), null);
  const [events, bumps] = [heard.events.length, inbox.sessions.length];
  const colleague = createNotebook();
  agent.watchSession(sessionId, colleague);
  await colleague.reach('ready');
  await say(visitor, sessionId, 'Who is still listening?');
  await until('a colleague to hear it', () => colleague.texts().includes('Who is still listening?'));
  assert.deepEqual([heard.events.length, inbox.sessions.length], [events, bumps]);
});

test('any supabase-js v2 client fits, and nothing else does', () => {
  const client: SupabaseClientShape = createClient(backend.apiUrl, backend.publishableKey);
  assert.equal(supabaseClient(client), client);
  for (const value of [null, 'https://x.supabase.co', {}, { rpc: true, channel: true }]) {
    assert.throws(() => supabaseClient(value), { code: 'invalid_argument' });
  }
});
