import assert from 'node:assert/strict';
import test from 'node:test';
import { createGlobalChatService } from './create-service.ts';
import type { MessageRow, SessionRow } from './rows.ts';
import { toMessageRow, toSessionRow } from './rows.ts';
import {
  buildInboxSession,
  buildMessage,
  createManualClock,
  createMemoryBackend,
  createMemoryEnvironment,
} from '../testing/index.ts';

function arrange() {
  const clock = createManualClock();
  const backend = createMemoryBackend({ clock });
  const visitor = backend.visitor();
  const agent = backend.agent();
  const environment = createMemoryEnvironment({ clock });
  return {
    clock,
    backend,
    visitor,
    agent,
    environment,
    site: createGlobalChatService({ environment, transports: { visitor } }),
    team: createGlobalChatService({ environment: createMemoryEnvironment({ clock }), transports: { agent } }),
  };
}

async function begin(site: ReturnType<typeof arrange>['site']): Promise<SessionRow> {
  const { session } = await site.createSession({
    visitor_name: 'John Doe',
    visitor_email: 'john@example.com',
    visitor_id: 'unique_browser_id',
    visitor_metadata: { page_url: 'https://example.com' },
  });
  assert.ok(session);
  return session;
}

test('createSession and sendMessage answer with rows as the tables have them', async () => {
  const { site, backend } = arrange();
  const session = await begin(site);
  assert.deepEqual(
    [session.visitor_name, session.visitor_email, session.status, session.widget_id],
    ['John Doe', 'john@example.com', 'open', backend.widgetId],
  );
  assert.equal(backend.database.sessions()[0]?.clientVisitorId, 'unique_browser_id');
  const { message, error } = await site.sendMessage({
    session_id: session.id,
    content: 'Hello!',
    sender_type: 'visitor',
    sender_name: 'Somebody else',
  });
  assert.equal(error, null);
  assert.deepEqual(
    [message?.content, message?.sender_type, message?.sender_name, message?.seq],
    ['Hello!', 'visitor', 'John Doe', 1],
  );
  assert.match(message?.created_at ?? '', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

test('rows have the columns of the tables, times as text', () => {
  const session = toSessionRow(buildInboxSession({ lastMessageAt: 0, snoozedUntil: null, assignedTo: 'u' }));
  assert.deepEqual([session.last_message_at, session.snoozed_until], ['1970-01-01T00:00:00.000Z', null]);
  assert.deepEqual(
    [session.assigned_to, session.agent_avatar_url, session.first_reply_at],
    ['u', null, null],
  );
  const message = toMessageRow(buildMessage({ seq: 3, metadata: { createdAt: 7 } }));
  assert.deepEqual(
    [message.session_id, message.seq, message.sender_type],
    [buildMessage().sessionId, 3, 'visitor'],
  );
  assert.deepEqual([message.metadata, message.edited_at], [{ createdAt: 7 }, null]);
  assert.ok([...Object.keys(session), ...Object.keys(message)].every((column) => /^[a-z_]+$/.test(column)));
});

test('nothing throws: each failure is a coded error in the result', async () => {
  const { site, visitor, clock } = arrange();
  const session = await begin(site);
  assert.equal(
    (await site.sendMessage({ session_id: session.id, content: ' ' })).error?.code,
    'content_empty',
  );
  assert.equal((await site.sendMessage({ session_id: 'nowhere', content: 'Hi' })).error?.code, 'not_found');
  assert.equal(
    (await site.sendMessage({ session_id: session.id, content: 'Hi', sender_type: 'agent' })).error?.code,
    'not_signed_in',
  );
  visitor.faults.setOnline(false);
  const sending = site.sendMessage({ session_id: session.id, content: 'Hi' });
  await clock.advance(60_000);
  assert.deepEqual([(await sending).message, (await sending).error?.code], [null, 'network']);

  for (const [options, code] of [
    [{}, 'missing_widget_id'],
    [{ url: 'https://x.supabase.co', key: 'sb_publishable_x', widgetId: 'no uuid' }, 'missing_widget_id'],
    [{ url: 'nonsense', key: 'sb_publishable_x', widgetId: session.widget_id }, 'invalid_url'],
    [{ url: 'https://x.supabase.co', key: 'sb_secret_x', widgetId: session.widget_id }, 'secret_key_refused'],
  ] as const) {
    const service = createGlobalChatService(options);
    assert.equal((await service.createSession({})).error?.code, code);
    const errors: string[] = [];
    service.subscribeToSession(
      's',
      () => undefined,
      (error) => errors.push(error.code),
    )();
    assert.deepEqual(errors, [code]);
  }
});

test('a send whose answer was lost is repeated under the same id', async () => {
  const { site, visitor, backend, clock } = arrange();
  const session = await begin(site);
  visitor.faults.failNext('sendMessage', 'timeout', { afterCommit: true, times: 2 });
  const sending = site.sendMessage({ session_id: session.id, content: 'Once' });
  await clock.advance(5000);
  assert.equal((await sending).error, null);
  assert.equal(backend.database.messages(session.id).length, 1);
});

test('subscribeToSession reports each new message once and in order, lost and tripled events included', async () => {
  const { site, visitor, agent, clock } = arrange();
  const session = await begin(site);
  await site.sendMessage({ session_id: session.id, content: 'Before' });
  const heard: string[] = [];
  const stop = site.subscribeToSession(session.id, ({ content }) => heard.push(content));
  // Committed before the first answer to the subscription came.
  await agent.sendMessage({ sessionId: session.id, messageId: 'a1', content: '1' });
  await clock.settle();
  await site.sendMessage({ session_id: session.id, content: '2' });
  visitor.faults.dropEvents(true);
  await agent.sendMessage({ sessionId: session.id, messageId: 'a3', content: '3' });
  visitor.faults.dropEvents(false);
  await agent.editMessage('a1', 'edited');
  await agent.sendMessage({ sessionId: session.id, messageId: 'a4', content: '4' });
  await clock.advance(60_000);
  assert.deepEqual(heard, ['1', '2', '3', '4']);
  stop();
  await agent.sendMessage({ sessionId: session.id, messageId: 'a5', content: '5' });
  await clock.advance(60_000);
  assert.deepEqual(heard, ['1', '2', '3', '4']);
  assert.deepEqual(visitor.faults.channels(), []);
});

test('a message sent right after subscribing to a foreign session is reported', async () => {
  const { site, team, agent, clock } = arrange();
  const session = await begin(site);
  await site.sendMessage({ session_id: session.id, content: 'Before' });
  const heard: MessageRow[] = [];
  const release = agent.faults.hold('sync');
  team.subscribeToSession(session.id, (message) => heard.push(message));
  const sending = team.sendMessage({
    session_id: session.id,
    content: 'Hi',
    sender_type: 'agent',
    sender_name: 'x',
  });
  await clock.settle();
  release();
  await clock.settle();
  assert.equal((await sending).message?.sender_name, 'Ada');
  assert.deepEqual(
    heard.map(({ content, sender_type }) => [content, sender_type]),
    [['Hi', 'agent']],
  );
  team.unsubscribeAll();
});

test('subscribeToAllSessions tells new sessions, every message once, and changes', async () => {
  const { site, team, agent, clock } = arrange();
  const old = await begin(site);
  await site.sendMessage({ session_id: old.id, content: 'Old' });
  await clock.advance(1000);
  const sessions: string[] = [];
  const messages: string[] = [];
  const updates: string[] = [];
  team.subscribeToAllSessions(
    ({ id }) => sessions.push(id),
    ({ content }) => messages.push(content),
    ({ status }) => updates.push(status),
  );
  await clock.advance(1000);
  const fresh = await begin(site);
  await site.sendMessage({ session_id: fresh.id, content: 'New 1' });
  await site.sendMessage({ session_id: old.id, content: 'Old 2' });
  agent.faults.dropEvents(true);
  await site.sendMessage({ session_id: fresh.id, content: 'New 2' });
  await site.sendMessage({ session_id: fresh.id, content: 'New 3' });
  await clock.advance(30_000);
  agent.faults.dropEvents(false);
  assert.deepEqual(sessions, [fresh.id]);
  assert.deepEqual([...messages].sort(), ['New 1', 'New 2', 'New 3', 'Old 2']);
  assert.deepEqual(
    messages.filter((content) => content.startsWith('New')),
    ['New 1', 'New 2', 'New 3'],
  );
  await agent.updateSession(old.id, { status: 'resolved' });
  await clock.settle();
  assert.equal(updates.at(-1), 'resolved');
  assert.equal(messages.length, 4);
  team.unsubscribeAll();
});

test('what happens between the call and its first answer is not missed, and nothing older is told', async () => {
  const { site, team, agent, clock } = arrange();
  const old = await begin(site);
  await site.sendMessage({ session_id: old.id, content: 'Old' });
  await clock.advance(30_000);
  const sessions: string[] = [];
  const messages: string[] = [];
  const release = agent.faults.hold('listSessions');
  team.subscribeToAllSessions(
    ({ id }) => sessions.push(id),
    ({ content }) => messages.push(content),
    () => undefined,
  );
  await clock.advance(100);
  const fresh = await begin(site);
  await site.sendMessage({ session_id: fresh.id, content: 'New' });
  await clock.advance(100);
  release();
  await clock.advance(60_000);
  assert.deepEqual([sessions, messages], [[fresh.id], ['New']]);
  team.unsubscribeAll();
});

test('a session whose messages could not be read is read again later', async () => {
  const { site, team, agent, clock } = arrange();
  const messages: string[] = [];
  const errors: string[] = [];
  team.subscribeToAllSessions(
    () => undefined,
    ({ content }) => messages.push(content),
    () => undefined,
    ({ code }) => errors.push(code),
  );
  await clock.advance(1000);
  agent.faults.failNext('sync', 'network', { times: 2 });
  const session = await begin(site);
  await site.sendMessage({ session_id: session.id, content: 'Hello' });
  await clock.settle();
  assert.deepEqual([messages, errors[0]], [[], 'network']);
  await clock.advance(21_000);
  assert.deepEqual(messages, ['Hello']);
  team.unsubscribeAll();
});

test('unsubscribeAll ends every subscription, also those that are still beginning', async () => {
  const { site, team, visitor, agent, clock, environment } = arrange();
  const session = await begin(site);
  await clock.advance(1000);
  const heard: unknown[] = [];
  const hear = (thing: unknown): void => void heard.push(thing);
  site.subscribeToSession(session.id, hear);
  site.subscribeToSession(session.id, hear);
  team.subscribeToSession(session.id, hear);
  team.subscribeToAllSessions(hear, hear, hear);
  await clock.settle();
  const release = agent.faults.hold('memberships');
  team.subscribeToAllSessions(hear, hear, hear);
  site.unsubscribeAll();
  team.unsubscribeAll();
  release();
  await clock.settle();
  await site.sendMessage({ session_id: session.id, content: 'Anybody?' });
  await clock.advance(60_000);
  assert.deepEqual(heard, []);
  assert.deepEqual([visitor.faults.channels(), agent.faults.channels()], [[], []]);
  assert.deepEqual([clock.pending(), environment.listeners()], [0, 0]);
});
