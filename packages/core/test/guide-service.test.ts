// The user guide's code, line by line, against the real backend: real PostgreSQL, real row security, real sockets.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createGlobalChatService } from '../src/service/create-service.ts';
import type { GlobalChatService, GlobalChatServiceOptions } from '../src/service/global-chat-service.ts';
import type { MessageRow, SessionRow } from '../src/service/rows.ts';
import { startBackend } from './backend.ts';
import type { Backend } from './backend.ts';
import { createTestEnvironment } from './test-environment.ts';
import type { TestEnvironment } from './test-environment.ts';
import { until } from '../../../tools/test-kit/until.ts';

let backend: Backend;
const services: GlobalChatService[] = [];
before(async () => {
  backend = await startBackend();
});
after(async () => {
  for (const service of services) service.unsubscribeAll();
  await backend.stop();
});

function site(options: GlobalChatServiceOptions = {}): {
  service: GlobalChatService;
  environment: TestEnvironment;
} {
  const environment = createTestEnvironment();
  const service = createGlobalChatService({
    url: backend.apiUrl,
    key: backend.publishableKey,
    widgetId: backend.tenants[0].widgetId,
    debug: true,
    environment,
    ...options,
  });
  services.push(service);
  return { service, environment };
}

async function team(tenant = backend.tenants[0]): Promise<GlobalChatService> {
  const service = createGlobalChatService({
    widgetId: tenant.widgetId,
    client: await backend.agentClient(tenant),
    environment: createTestEnvironment(),
  });
  services.push(service);
  return service;
}

async function begin(service: GlobalChatService): Promise<SessionRow> {
  const { session, error } = await service.createSession({
    visitor_name: 'John Doe',
    visitor_email: 'john@example.com',
    visitor_id: 'unique_browser_id',
    visitor_metadata: { page_url: 'https://example.com/pricing', plan: 'trial' },
  });
  assert.equal(error, null);
  assert.ok(session);
  return session;
}

for (const changes of ['broadcast', 'postgres_changes'] as const) {
  test(`the guide's five functions, over ${changes}`, async () => {
    const { service: globalChatService, environment } = site({ transport: changes });
    const agents = await team();
    const sessions: SessionRow[] = [];
    const messages: MessageRow[] = [];
    const updates: SessionRow[] = [];
    agents.subscribeToAllSessions(
      (session) => sessions.push(session),
      (message) => messages.push(message),
      (session) => updates.push(session),
    );

    const session = await begin(globalChatService);
    const heard: MessageRow[] = [];
    globalChatService.subscribeToSession(session.id, (message) => heard.push(message));
    await until(
      () => environment.lines.includes(`[Realtime] Channel session:${session.id} status: SUBSCRIBED`),
      'the status line',
    );

    const { message, error } = await globalChatService.sendMessage({
      session_id: session.id,
      content: 'Hello!',
      sender_type: 'visitor',
      sender_name: 'John Doe',
    });
    assert.equal(error, null);
    assert.deepEqual(
      [message?.content, message?.sender_type, message?.sender_name],
      ['Hello!', 'visitor', 'John Doe'],
    );
    await until(() => sessions.some(({ id }) => id === session.id), 'the session at the agent');
    await until(() => messages.some(({ id }) => id === message?.id), 'the message at the agent');

    const reply = await agents.sendMessage({
      session_id: session.id,
      content: 'Hi John',
      sender_type: 'agent',
    });
    assert.deepEqual(
      [reply.error, reply.message?.sender_type, reply.message?.sender_name],
      [null, 'agent', 'Ada of acme'],
    );
    await until(() => heard.length === 2, 'the reply at the visitor');
    assert.deepEqual(
      heard.map(({ content }) => content),
      ['Hello!', 'Hi John'],
    );
    await until(
      () => updates.some(({ id, status }) => id === session.id && status === 'pending'),
      'the session changed',
    );

    globalChatService.unsubscribeAll();
    agents.unsubscribeAll();
    await agents.sendMessage({ session_id: session.id, content: 'Still there?', sender_type: 'agent' });
    const { message: last } = await globalChatService.sendMessage({ session_id: session.id, content: 'Bye' });
    assert.equal(last?.seq, 4);
    assert.equal(heard.length, 2);
  });
}

test('an agent hears one session too, and another tenant hears nothing', async () => {
  const { service } = site();
  const session = await begin(service);
  const [ours, theirs] = [await team(), await team(backend.tenants[1])];
  const heard: string[] = [];
  const leaked: unknown[] = [];
  const errors: string[] = [];
  ours.subscribeToSession(session.id, ({ content }) => heard.push(content));
  theirs.subscribeToSession(
    session.id,
    (message) => leaked.push(message),
    ({ code }) => errors.push(code),
  );
  theirs.subscribeToAllSessions(
    (one) => leaked.push(one),
    (one) => leaked.push(one),
    (one) => leaked.push(one),
  );
  await ours.sendMessage({ session_id: session.id, content: 'First', sender_type: 'agent' });
  await service.sendMessage({ session_id: session.id, content: 'Second' });
  await until(() => heard.length === 2, 'both messages');
  assert.deepEqual(heard, ['First', 'Second']);
  await until(() => errors.includes('not_found'), 'the refusal');
  assert.deepEqual(leaked, []);
  const forged = await theirs.sendMessage({ session_id: session.id, content: 'Mine', sender_type: 'agent' });
  assert.equal(forged.error?.code, 'not_found');
  ours.unsubscribeAll();
  theirs.unsubscribeAll();
});

test('bad input is a coded error and never an exception', async () => {
  const unknownWidget = '019b0000-0000-7000-8000-00000000dead';
  const cases = [
    [{ widgetId: unknownWidget }, 'widget_not_found'],
    [{ key: 'sb_publishable_wrong' }, 'invalid_key'],
    [{ url: 'http://127.0.0.1:9' }, 'network'],
  ] as const;
  for (const [options, code] of cases) {
    const { session, error } = await site(options).service.createSession({});
    assert.deepEqual([session, error?.code], [null, code]);
  }
  const agents = await team();
  const { service } = site();
  const session = await begin(service);
  const other = await begin(site().service);
  assert.equal((await service.sendMessage({ session_id: other.id, content: 'x' })).error?.code, 'not_found');
  assert.equal(
    (await service.sendMessage({ session_id: session.id, content: 'x'.repeat(4001) })).error?.code,
    'content_too_long',
  );
  assert.equal(
    (await agents.sendMessage({ session_id: 'no uuid', content: 'x', sender_type: 'agent' })).error?.code,
    'invalid_argument',
  );
});
