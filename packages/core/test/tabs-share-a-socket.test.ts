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
import { createTestEnvironment, until } from './test-environment.ts';
import type { TestEnvironment } from './test-environment.ts';

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
  await until('the message is stored', () => first.conversation.get().messages[0]?.delivery === 'sent');
  await until('the first tab is live', () => first.conversation.get().connection === 'live');
  const second = openTab(browser, first.conversation.id);
  await until('the second tab is live', () => second.conversation.get().connection === 'live');
  await until('the second tab shows it', () => second.texts().length === 1);
  const thread = inbox.thread(first.conversation.id);
  thread.open();
  ends.push(() => thread.close());
  return { first, second, say: (content) => thread.send({ content }) };
}

test('two tabs, one socket: both hear the agent at once', async () => {
  const { first, second, say } = await twoTabs();
  assert.deepEqual([first.sockets(), second.sockets()], [1, 0]);
  await say('Hi there');
  await until('the first', () => first.texts().includes('Hi there'), 3000);
  await until('the second', () => second.texts().includes('Hi there'), 3000);
});

test('typing across tabs, in both directions', async () => {
  const { first, second } = await twoTabs();
  const thread = inbox.thread(first.conversation.id);
  await until('the agent is live', () => thread.get().connection === 'live');
  second.conversation.setTyping(true);
  await until('the agent sees it', () => thread.get().typing !== null, 5000);
  thread.setTyping(true);
  await until('the first tab sees the agent', () => first.conversation.get().typing !== null, 5000);
  await until('the second tab sees the agent', () => second.conversation.get().typing !== null, 5000);
});

test('leader killed while another tab waits: that one takes over and misses nothing', async () => {
  const { first, second, say } = await twoTabs();
  first.chat.destroy();
  await say('In between');
  await until('what was said in between', () => second.texts().includes('In between'), 5000);
  await until('its own socket', () => second.sockets() === 1);
  await until('live again', () => second.conversation.get().connection === 'live');
  await say('And after');
  await until('what was said after', () => second.texts().includes('And after'), 3000);
});

test('token refreshed by one tab: the leader goes on with the new one', async () => {
  const { first, second, say } = await twoTabs();
  const key = `globalchat:${backend.tenants[0].widgetId}`;
  const stored = JSON.parse(first.environment.storage.getItem(key) ?? '{}') as { refresh: string };
  // As if an hour had passed for the second tab, which therefore renews.
  second.environment.storage.setItem(key, JSON.stringify({ ...stored, expiresAt: Date.now() + 1000 }));
  const third = openTab(first.environment, first.conversation.id);
  await until('the third tab shows it', () => third.texts().length === 1);
  const renewed = JSON.parse(first.environment.storage.getItem(key) ?? '{}') as { refresh: string };
  assert.notEqual(renewed.refresh, stored.refresh);
  assert.equal(third.sockets(), 0);
  await say('Still here?');
  for (const tab of [first, second, third]) {
    await until('heard', () => tab.texts().includes('Still here?'), 3000);
  }
});

test('reset in one tab ends the conversation, the socket and the identity in every tab', async () => {
  const { first, second, say } = await twoTabs();
  const id = first.conversation.id;
  await second.chat.reset();
  await until('no socket', () => first.sockets() + second.sockets() === 0);
  await until('nobody', () => !first.chat.hasIdentity() && !second.chat.hasIdentity());
  await say('Into the void');
  const next = openTab(first.environment);
  await next.conversation.send({ content: 'Somebody else' });
  await until('stored', () => next.conversation.get().messages[0]?.delivery === 'sent');
  assert.notEqual(next.conversation.id, id);
  for (const tab of [first, second]) assert.ok(!tab.texts().includes('Into the void'));
});
