// A visitor and an agent talk through the real backend with what user interfaces are built on.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createInbox } from '../src/inbox/create-inbox.ts';
import type { Inbox } from '../src/inbox/inbox.ts';
import { createVisitorChat } from '../src/visitor/create-visitor-chat.ts';
import type { VisitorChat } from '../src/visitor/visitor-chat.ts';
import { startBackend } from './backend.ts';
import type { Backend, Tenant } from './backend.ts';
import { createTestEnvironment } from './test-environment.ts';
import type { TestEnvironment } from './test-environment.ts';
import { until } from '../../../tools/test-kit/until.ts';

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
    await until(() => conversation.get().messages[0]?.delivery === 'sent', 'sent');
    await until(() => inbox.get().sessions.some(({ id }) => id === conversation.id), 'the inbox');

    const thread = inbox.thread(conversation.id);
    thread.open();
    thread.setVisible(true);
    await until(() => conversation.get().messages[0]?.delivery === 'read', 'read by the agent');
    thread.setTyping(true);
    await until(() => conversation.get().typing !== null, 'the agent is typing');
    assert.match(conversation.get().typing?.name ?? '', /Ada/);
    await thread.send({ content: 'We do!' });
    await until(() => conversation.get().messages.length === 2, 'the reply');
    assert.equal(conversation.get().typing, null);
    await until(() => thread.get().messages[1]?.delivery === 'read', 'read by the visitor');
    assert.equal(thread.get().session?.status, 'pending');

    const note = await thread.addNote('Asked about Norway');
    await thread.update({ tags: ['shipping'], status: 'resolved' });
    // Visitors may not read the table of sessions, so over table changes only messages ring and the rest is asked for.
    const patience = transport === 'broadcast' ? 5000 : 30_000;
    await until(() => conversation.get().session?.status === 'resolved', 'resolved at the visitor', {
      patience: patience,
    });
    await chat.rate(conversation.id, 5, 'Quick!');
    await until(() => thread.get().session?.rating === 5, 'rated at the agent', { patience: patience });
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
    await until(() => same.get().messages.length === 2, 'the transcript');
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
  await until(
    () =>
      conversations.every(
        ({ get }) =>
          get().messages.length === 3 && get().messages.every(({ delivery }) => delivery === 'sent'),
      ),
    'all sent',
  );
  for (const [index, conversation] of conversations.entries()) {
    assert.deepEqual(
      conversation.get().messages.map(({ content }) => content),
      ['a', 'b', 'c'].map((part) => `${index}${part}`),
    );
  }
  const ids = new Set(conversations.map(({ id }) => id));
  await until(() => inbox.get().sessions.filter(({ id }) => ids.has(id)).length === 10, 'all listed');
  assert.deepEqual(other.get().sessions, []);
});

test('what a page told about its owner changes at once in open widgets', async () => {
  const chat = visit();
  const config = await chat.loadConfig();
  assert.equal(config.colors['primary'], '#2350d8');
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await until(() => conversation.get().connection === 'live', 'live');
  await backend.sql`update public.global_widget_config set primary_color = '#0a7a55' where id = ${chat.widgetId}`;
  await until(() => chat.get().config?.colors['primary'] === '#0a7a55', 'the new colour');
});
