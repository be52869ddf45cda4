// Several tabs of one visitor at the real backend: one socket, and every tab equal to the database.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Conversation } from '../src/conversation/conversation.ts';
import { createInbox } from '../src/inbox/create-inbox.ts';
import type { Inbox } from '../src/inbox/inbox.ts';
import { createMemoryBrowser } from '../src/testing/index.ts';
import type { MemoryBrowser } from '../src/testing/index.ts';
import { createVisitorChat } from '../src/visitor/create-visitor-chat.ts';
import type { VisitorChat } from '../src/visitor/visitor-chat.ts';
import { startBackend } from './backend.ts';
import type { Backend } from './backend.ts';
import { createTestEnvironment } from './test-environment.ts';
import type { TestEnvironment } from './test-environment.ts';
import { until } from '../../../tools/test-kit/until.ts';

let backend: Backend;
let inbox: Inbox;
const ends: (() => void)[] = [];
before(async () => {
  backend = await startBackend();
  const client = await backend.agentClient(backend.tenants[0]);
  inbox = createInbox({ client, environment: createTestEnvironment() });
  await inbox.start();
});
after(async () => {
  for (const end of ends) end();
  inbox.destroy();
  await backend.stop();
});

interface Tab {
  readonly chat: VisitorChat;
  readonly conversation: Conversation;
  readonly environment: TestEnvironment;
  /** Sockets that are open or opening. */
  sockets(): number;
  texts(): string[];
}

function openTab(browser: MemoryBrowser, sessionId?: string): Tab {
  const environment = createTestEnvironment({ browser });
  const chat = createVisitorChat({
    url: backend.apiUrl,
    key: backend.publishableKey,
    widgetId: backend.tenants[0].widgetId,
    environment,
  });
  ends.push(() => chat.destroy());
  const conversation = chat.conversation(sessionId);
  conversation.open();
  return {
    chat,
    conversation,
    environment,
    sockets: () => environment.sockets.filter(({ readyState }) => readyState < WebSocket.CLOSING).length,
    texts: () => conversation.get().messages.map(({ content }) => content),
  };
}

/** Two tabs in the same conversation, the first one with the socket. */
async function twoTabs(): Promise<{ first: Tab; second: Tab; say: (text: string) => Promise<unknown> }> {
  const browser = createMemoryBrowser();
  const first = openTab(browser);
  await first.conversation.send({ content: 'Hello' });
  await until(() => first.conversation.get().messages[0]?.delivery === 'sent', 'the message is stored');
  await until(() => first.conversation.get().connection === 'live', 'the first tab is live');
  const second = openTab(browser, first.conversation.id);
  await until(() => second.conversation.get().connection === 'live', 'the second tab is live');
  await until(() => second.texts().length === 1, 'the second tab shows it');
  const thread = inbox.thread(first.conversation.id);
  thread.open();
  ends.push(() => thread.close());
  return { first, second, say: (content) => thread.send({ content }) };
}

test('two tabs, one socket: both hear the agent at once', async () => {
  const { first, second, say } = await twoTabs();
  assert.deepEqual([first.sockets(), second.sockets()], [1, 0]);
  await say('Hi there');
  await until(() => first.texts().includes('Hi there'), 'the first', { patience: 3000 });
  await until(() => second.texts().includes('Hi there'), 'the second', { patience: 3000 });
});

test('typing across tabs, in both directions', async () => {
  const { first, second } = await twoTabs();
  const thread = inbox.thread(first.conversation.id);
  await until(() => thread.get().connection === 'live', 'the agent is live');
  second.conversation.setTyping(true);
  await until(() => thread.get().typing !== null, 'the agent sees it', { patience: 5000 });
  thread.setTyping(true);
  await until(() => first.conversation.get().typing !== null, 'the first tab sees the agent', {
    patience: 5000,
  });
  await until(() => second.conversation.get().typing !== null, 'the second tab sees the agent', {
    patience: 5000,
  });
});

test('leader killed while another tab waits: that one takes over and misses nothing', async () => {
  const { first, second, say } = await twoTabs();
  first.chat.destroy();
  await say('In between');
  await until(() => second.texts().includes('In between'), 'what was said in between', { patience: 5000 });
  await until(() => second.sockets() === 1, 'its own socket');
  await until(() => second.conversation.get().connection === 'live', 'live again');
  await say('And after');
  await until(() => second.texts().includes('And after'), 'what was said after', { patience: 3000 });
});

test('token refreshed by one tab: the leader goes on with the new one', async () => {
  const { first, second, say } = await twoTabs();
  const key = `globalchat:${backend.tenants[0].widgetId}`;
  const stored = JSON.parse(first.environment.storage.getItem(key) ?? '{}') as { refresh: string };
  // As if an hour had passed for the second tab, which therefore renews.
  second.environment.storage.setItem(key, JSON.stringify({ ...stored, expiresAt: Date.now() + 1000 }));
  const third = openTab(first.environment, first.conversation.id);
  await until(() => third.texts().length === 1, 'the third tab shows it');
  const renewed = JSON.parse(first.environment.storage.getItem(key) ?? '{}') as { refresh: string };
  assert.notEqual(renewed.refresh, stored.refresh);
  assert.equal(third.sockets(), 0);
  await say('Still here?');
  for (const tab of [first, second, third]) {
    await until(() => tab.texts().includes('Still here?'), 'heard', { patience: 3000 });
  }
});

test('reset in one tab ends the conversation, the socket and the identity in every tab', async () => {
  const { first, second, say } = await twoTabs();
  const id = first.conversation.id;
  await second.chat.reset();
  await until(() => first.sockets() + second.sockets() === 0, 'no socket');
  await until(() => !first.chat.hasIdentity() && !second.chat.hasIdentity(), 'nobody');
  await say('Into the void');
  const next = openTab(first.environment);
  await next.conversation.send({ content: 'Somebody else' });
  await until(() => next.conversation.get().messages[0]?.delivery === 'sent', 'stored');
  assert.notEqual(next.conversation.id, id);
  for (const tab of [first, second]) assert.ok(!tab.texts().includes('Into the void'));
});
