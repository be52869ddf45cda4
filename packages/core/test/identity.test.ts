// Who a visitor is, at the real backend: a token signed as a host's backend would, and everything of a person erased.

import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createVisitorChat } from '../src/visitor/create-visitor-chat.ts';
import type { VisitorChat } from '../src/visitor/visitor-chat.ts';
import { startBackend } from './backend.ts';
import type { Backend } from './backend.ts';
import { LINKS } from './actors.ts';
import type { LinkKind } from './actors.ts';
import { createTestEnvironment } from './test-environment.ts';
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

function visit(kind: LinkKind = 'fetch'): VisitorChat {
  const { apiUrl: url, publishableKey: key } = backend;
  const chat = createVisitorChat({
    ...(kind === 'fetch' ? { url, key } : { client: backend.client() }),
    widgetId: backend.tenants[0].widgetId,
    environment: createTestEnvironment(),
  });
  ends.push(() => chat.destroy());
  return chat;
}

async function signingKey(): Promise<string> {
  const client = await backend.agentClient(backend.tenants[0]);
  const { data, error } = await client.rpc('global_chat_rotate_identity_key', {
    widget_id: backend.tenants[0].widgetId,
  });
  if (error) throw error;
  return (data as { key: string }).key;
}

function sign(key: string, claims: object): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({
    aud: `globalchat:${backend.tenants[0].widgetId}`,
    exp: Math.floor(Date.now() / 1000) + 600,
    ...claims,
  })}`;
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
}

for (const kind of LINKS) {
  test(`proved before the first word, merged over two browsers, never taken over, over the ${kind} link`, async () => {
    const key = await signingKey();
    const sub = randomUUID();
    const first = visit(kind);
    assert.equal(await first.identify(sign(key, { sub, name: 'Ines' })), null);
    const conversation = first.conversation();
    conversation.open();
    await conversation.send({ content: 'Hello' });
    await until(() => conversation.get().messages[0]?.delivery === 'sent', 'sent');
    await until(() => conversation.get().session?.visitorName === 'Ines', 'named');

    const second = visit(kind);
    await second.signIn();
    const person = await second.identify(sign(key, { sub, name: 'Ines', email: 'ines@example.com' }));
    assert.deepEqual(person, { externalId: sub, name: 'Ines', email: 'ines@example.com' });
    assert.ok(second.get().sessions.some(({ id }) => id === conversation.id));

    await assert.rejects(second.identify(sign(key, { sub: randomUUID() })), { code: 'identity_conflict' });
    await assert.rejects(second.identify(sign('another key', { sub })), { code: 'identity_invalid' });
  });

  test(`everything of a visitor is erased, files included, over the ${kind} link`, async () => {
    const chat = visit(kind);
    const conversation = chat.conversation();
    conversation.open();
    await conversation.send({ content: 'Look', attachments: [new File(['secret'], 'a.txt')] });
    await until(() => conversation.get().messages[0]?.delivery === 'sent', 'sent');
    const [file] = conversation.get().messages[0]?.attachments ?? [];
    assert.ok(file);
    chat.setVisitor({ name: 'Ines' });
    await until(() => conversation.get().session?.visitorName === 'Ines', 'named');
    await chat.erase();
    const [left] = await backend.sql`select
      (select count(*)::int from public.global_chat_sessions where id = ${conversation.id}) as sessions,
      (select count(*)::int from storage.objects where name = ${file.path}) as files`;
    assert.deepEqual({ ...left }, { sessions: 0, files: 0 });
    assert.deepEqual([conversation.get().messages, chat.get().sessions], [[], []]);
  });
}
