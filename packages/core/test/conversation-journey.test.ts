// A visitor and an agent talk through the real backend with what user interfaces are built on.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createInbox } from '../src/inbox/create-inbox.ts';
import type { Inbox } from '../src/inbox/inbox.ts';
import { createVisitorChat } from '../src/visitor/create-visitor-chat.ts';
import type { VisitorChat } from '../src/visitor/visitor-chat.ts';
import { startBackend } from './backend.ts';
import type { Backend, Tenant } from './backend.ts';
import { createTestEnvironment, until } from './test-environment.ts';
import type { TestEnvironment } from './test-environment.ts';

let backend: Backend;
const ends: (() => void)[] = [];
before(async () => {
  backend = await startBackend();
});
after(async () => {
  for (const end of ends) end();
  await backend.stop();
});

type Changes = 'broadcast' | 'postgres_changes';

function visit(options: { transport?: Changes; environment?: TestEnvironment } = {}): VisitorChat {
  const chat = createVisitorChat({
    url: backend.apiUrl,
    key: backend.publishableKey,
    widgetId: backend.tenants[0].widgetId,
    visitor: { name: 'Ines' },
    environment: createTestEnvironment(),
    ...options,
  });
  ends.push(() => chat.destroy());
  return chat;
}

async function work(tenant: Tenant, transport: Changes = 'broadcast'): Promise<Inbox> {
  const client = await backend.agentClient(tenant);
  const inbox = createInbox({ client, transport, environment: createTestEnvironment() });
  ends.push(() => inbox.destroy());
  await inbox.start();
  assert.equal(inbox.get().status, 'ready');
  return inbox;
}

for (const transport of ['broadcast', 'postgres_changes'] as const) {
  test(`a conversation from the first word to the last, over ${transport}`, async () => {
    const environment = createTestEnvironment();
    const chat = visit({ transport, environment });
    const inbox = await work(backend.tenants[0], transport);
    const conversation = chat.conversation();
    conversation.open();
    conversation.setVisible(true);
    await conversation.send({ content: 'Do you ship to Norway?' });
    await until('sent', () => conversation.get().messages[0]?.delivery === 'sent');
    await until('the inbox', () => inbox.get().sessions.some(({ id }) => id === conversation.id));

    const thread = inbox.thread(conversation.id);
    thread.open();
    thread.setVisible(true);
    await until('read by the agent', () => conversation.get().messages[0]?.delivery === 'read');
    thread.setTyping(true);
    await until('the agent is typing', () => conversation.get().typing !== null);
    assert.match(conversation.get().typing?.name ?? '', /Ada/);
    await thread.send({ content: 'We do!' });
    await until('the reply', () => conversation.get().messages.length === 2);
    assert.equal(conversation.get().typing, null);
    await until('read by the visitor', () => thread.get().messages[1]?.delivery === 'read');
    assert.equal(thread.get().session?.status, 'pending');

    const note = await thread.addNote('Asked about Norway');
    await thread.update({ tags: ['shipping'], status: 'resolved' });
    // Visitors may not read the table of sessions, so over table changes only messages ring and the rest is asked for.
    const patience = transport === 'broadcast' ? 5000 : 30_000;
    await until('resolved at the visitor', () => conversation.get().session?.status === 'resolved', patience);
    await chat.rate(conversation.id, 5, 'Quick!');
    await until('rated at the agent', () => thread.get().session?.rating === 5, patience);
    assert.deepEqual(
      [thread.get().session?.tags, thread.get().notes.map(({ id }) => id)],
      [['shipping'], [note.id]],
    );
    assert.ok(!JSON.stringify([chat.get(), conversation.get()]).includes('Asked about'));

    // The visitor reloads: the same browser, everything else new.
    chat.destroy();
    const again = visit({ transport, environment });
    assert.equal(again.hasIdentity(), true);
    const [restored] = await again.restore();
    assert.equal(restored?.id, conversation.id);
    const same = again.conversation(conversation.id);
    same.open();
    await until('the transcript', () => same.get().messages.length === 2);
    assert.deepEqual(
      same.get().messages.map(({ seq, content, delivery }) => [seq, content, delivery]),
      [
        [1, 'Do you ship to Norway?', 'read'],
        [2, 'We do!', 'sent'],
      ],
    );
  });
}

test('ten visitors at once: everybody sees their own conversation, the inbox all of them', async () => {
  const inbox = await work(backend.tenants[0]);
  const other = await work(backend.tenants[1]);
  const chats = Array.from({ length: 10 }, () => visit());
  const conversations = chats.map((chat) => chat.conversation());
  await Promise.all(
    conversations.map(async (conversation, index) => {
      conversation.open();
      for (const part of ['a', 'b', 'c']) await conversation.send({ content: `${index}${part}` });
    }),
  );
  await until('all sent', () =>
    conversations.every(
      ({ get }) => get().messages.length === 3 && get().messages.every(({ delivery }) => delivery === 'sent'),
    ),
  );
  for (const [index, conversation] of conversations.entries()) {
    assert.deepEqual(
      conversation.get().messages.map(({ content }) => content),
      ['a', 'b', 'c'].map((part) => `${index}${part}`),
    );
  }
  const ids = new Set(conversations.map(({ id }) => id));
  await until('all listed', () => inbox.get().sessions.filter(({ id }) => ids.has(id)).length === 10);
  assert.deepEqual(other.get().sessions, []);
});

test('what a page told about its owner changes at once in open widgets', async () => {
  const chat = visit();
  const config = await chat.loadConfig();
  assert.equal(config.colors['primary'], '#2350d8');
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await until('live', () => conversation.get().connection === 'live');
  await backend.sql`update public.global_widget_config set primary_color = '#0a7a55' where id = ${chat.widgetId}`;
  await until('the new colour', () => chat.get().config?.colors['primary'] === '#0a7a55');
});
