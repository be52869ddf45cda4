// After somebody left the team events say only that something changed. Whoever is still there sees everything all the same,
// and soon. With the real backend, its policies and its Realtime.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createInbox } from '../src/inbox/create-inbox.ts';
import { createVisitorChat } from '../src/visitor/create-visitor-chat.ts';
import { startBackend } from './backend.ts';
import type { Backend } from './backend.ts';
import { createTestEnvironment } from './test-environment.ts';
import { until } from '../../../tools/test-kit/until.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

test('visitor and team go on seeing each message, and lose none', async () => {
  const [{ tenantId, widgetId }] = backend.tenants;
  await backend.sql`insert into global_chat_private.departures (tenant_id, heard_until)
    values (${tenantId}, now() + interval '1 hour')`;
  const chat = createVisitorChat({
    url: backend.apiUrl,
    key: backend.publishableKey,
    widgetId,
    environment: createTestEnvironment(),
  });
  const inbox = createInbox({
    client: await backend.agentClient(backend.tenants[0]),
    environment: createTestEnvironment(),
  });
  try {
    await inbox.start();
    const heard: string[] = [];
    inbox.onSessions((sessions, now) => {
      for (const { lastMessagePreview } of sessions) if (now) heard.push(String(lastMessagePreview));
    });
    const conversation = chat.conversation();
    conversation.open();
    await conversation.send({ content: 'Is somebody there?' });
    await until(
      () => inbox.get().sessions[0]?.lastMessagePreview === 'Is somebody there?',
      'the inbox lists it',
    );
    await until(() => heard.includes('Is somebody there?'), 'it is told as heard');
    const thread = inbox.thread(conversation.id);
    thread.open();
    await until(() => thread.get().messages.length === 1, 'the thread has it');
    for (let round = 1; round <= 3; round += 1) {
      // Sooner than any timer would ask by itself.
      const began = Date.now();
      await thread.send({ content: `Answer ${String(round)}` });
      await until(() => conversation.get().messages.length === round * 2, 'the visitor sees the answer');
      await conversation.send({ content: `Question ${String(round)}` });
      await until(() => thread.get().messages.length === round * 2 + 1, 'the team sees the question');
      assert.ok(Date.now() - began < 10_000, 'promptly');
    }
    const seqs = [1, 2, 3, 4, 5, 6, 7];
    for (const actor of [conversation, thread]) {
      await until(() => actor.get().messages.every(({ seq }) => seq !== null), 'all is acknowledged');
      assert.deepEqual(
        actor.get().messages.map(({ seq }) => seq),
        seqs,
      );
    }
  } finally {
    inbox.destroy();
    chat.destroy();
  }
});
