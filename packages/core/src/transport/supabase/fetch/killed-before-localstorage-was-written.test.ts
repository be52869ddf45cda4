// Browsers write localStorage to the disk seconds later. One that is killed before must come back as the same visitor.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBackend } from '../../../../test/backend.ts';
import type { Backend, Tenant } from '../../../../test/backend.ts';
import { makeVisitor, openSession } from '../../../../test/actors.ts';
import { createTestEnvironment } from '../../../../test/test-environment.ts';
import { createMemoryStorage } from '../../../environment/browser-storage.ts';
import { createMemoryBrowser } from '../../../testing/memory-environment.ts';
import { createVisitorChat } from '../../../visitor/create-visitor-chat.ts';

let backend: Backend;
let acme: Tenant;
before(async () => {
  backend = await startBackend();
  [acme] = backend.tenants;
});
after(() => backend?.stop());

/** A visitor who has written, and the browser as it is after kill -9. */
async function writeAndDie(): Promise<{
  browser: ReturnType<typeof createMemoryBrowser>;
  userId: string | null;
  sessionId: string;
}> {
  const browser = createMemoryBrowser();
  const visitor = makeVisitor(backend, acme, { environment: createTestEnvironment({ browser }) });
  const sessionId = await openSession(visitor);
  const userId = visitor.userId();
  visitor.close();
  return { browser: { ...browser, storage: createMemoryStorage() }, userId, sessionId };
}

test('who asks first for anything is the visitor from before', async () => {
  const { browser, userId, sessionId } = await writeAndDie();
  const environment = createTestEnvironment({ browser });
  const again = makeVisitor(backend, acme, { environment });
  assert.equal(again.userId(), null, 'the quick storage has nothing');
  const { session } = await again.sync({ sessionId });
  assert.equal(session.id, sessionId);
  assert.equal(again.userId(), userId);
  assert.deepEqual(
    environment.requests.filter((path) => path.startsWith('/auth/')),
    [],
  );
  again.close();
});

test('who signs in is no second visitor', async () => {
  const { browser, userId } = await writeAndDie();
  const again = makeVisitor(backend, acme, { environment: createTestEnvironment({ browser }) });
  assert.deepEqual(await Promise.all([again.signIn(), again.signIn()]), [userId, userId]);
  assert.match(browser.storage.getItem(`globalchat:${acme.widgetId}`) ?? '', /refresh/);
  again.close();
});

test('the chat lists the conversation again', async () => {
  const { browser, sessionId } = await writeAndDie();
  const environment = createTestEnvironment({ browser });
  const chat = createVisitorChat({
    url: backend.apiUrl,
    key: backend.publishableKey,
    widgetId: acme.widgetId,
    environment,
  });
  assert.equal(chat.hasIdentity(), false);
  const [session] = await chat.restore();
  assert.equal(session?.id, sessionId);
  assert.equal(chat.hasIdentity(), true);
  chat.destroy();
});

test('an exchanged token replaces the one on the disk', async () => {
  const { browser, userId, sessionId } = await writeAndDie();
  const slot = `globalchat:${acme.widgetId}`;
  const text = (await browser.identityStorage.load(slot)) ?? '';
  await browser.identityStorage.save(slot, JSON.stringify({ ...(JSON.parse(text) as object), expiresAt: 0 }));
  const renewing = makeVisitor(backend, acme, { environment: createTestEnvironment({ browser }) });
  await renewing.sync({ sessionId });
  renewing.close();
  assert.notEqual(await browser.identityStorage.load(slot), text);
  const killed = { ...browser, storage: createMemoryStorage() };
  const again = makeVisitor(backend, acme, { environment: createTestEnvironment({ browser: killed }) });
  assert.equal(await again.signIn(), userId);
  again.close();
});

test('who signed out does not come back', async () => {
  const browser = createMemoryBrowser();
  const visitor = makeVisitor(backend, acme, { environment: createTestEnvironment({ browser }) });
  await openSession(visitor);
  await visitor.signOut();
  visitor.close();
  assert.equal(await browser.identityStorage.load(`globalchat:${acme.widgetId}`), null);
});

for (const [how, answer] of [
  ['refuses', () => Promise.reject(new DOMException('denied', 'SecurityError'))],
  ['hangs', () => new Promise<never>(() => undefined)],
] as const) {
  test(`a disk that ${how} costs nobody their chat`, async () => {
    const browser = createMemoryBrowser();
    const identityStorage = { load: answer, save: answer, remove: answer };
    const environment = createTestEnvironment({ browser: { ...browser, identityStorage } });
    const visitor = makeVisitor(backend, acme, { environment });
    const sessionId = await openSession(visitor);
    assert.equal((await visitor.mySessions())[0]?.id, sessionId);
    await visitor.signOut();
    assert.equal(visitor.userId(), null);
    visitor.close();
  });
}

test('nonsense on the disk is nobody', async () => {
  const browser = createMemoryBrowser();
  for (const nonsense of ['{', '[]', 'null', '{"access":1,"refresh":2,"userId":3}']) {
    await browser.identityStorage.save(`globalchat:${acme.widgetId}`, nonsense);
    const visitor = makeVisitor(backend, acme, { environment: createTestEnvironment({ browser }) });
    assert.deepEqual(await visitor.mySessions(), []);
    assert.equal(visitor.userId(), null);
    visitor.close();
  }
});
