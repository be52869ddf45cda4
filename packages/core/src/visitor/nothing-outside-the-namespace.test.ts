// Risk: something of a visitor is kept under a name that nobody wipes, and the next person at this browser finds it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyValueStorage } from '../environment/environment.ts';
import { storageKey } from '../environment/storage-keys.ts';
import { createScene } from '../testing/index.ts';

const storedNames = (storage: KeyValueStorage): readonly string[] => storage.keys?.() ?? [];

test('all that a journey leaves is the visitor’s, and nothing is left when they erase themselves', async () => {
  const scene = createScene();
  const { chat, browser, transport } = scene.visitor();
  const owner = storageKey(scene.backend.widgetId);
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  conversation.setDraft('half a thought');
  transport.faults.setOnline(false);
  await conversation.send({ content: 'This one waits' });
  transport.faults.setOnline(true);
  // As whoever shows the chat does.
  browser.storage.setItem(storageKey(`${scene.backend.widgetId}:preferences`), '{"muted":true}');
  browser.storage.setItem('of the host page', 'stays');
  const left = storedNames(browser.storage).filter((name) => name !== 'of the host page');
  assert.deepEqual(left.toSorted(), [owner, `${owner}:drafts`, `${owner}:preferences`, `${owner}:trace`]);

  await chat.erase();
  await scene.clock.settle();
  assert.deepEqual(storedNames(browser.storage), ['of the host page']);
  assert.equal(await browser.identityStorage.load(owner), null);
  assert.deepEqual(await browser.outboxStorage.load(`visitor:${scene.backend.widgetId}`), []);
  scene.end();
});

test('another widget on the same site keeps what is its own', async () => {
  const scene = createScene();
  const { chat, browser } = scene.visitor();
  const { widgetId } = scene.backend;
  const others = [storageKey(`${widgetId}-other`), storageKey(`${widgetId}-other:drafts`)];
  for (const name of others) browser.storage.setItem(name, 'theirs');
  await chat.conversation().send({ content: 'Hello' });
  await scene.clock.settle();
  await chat.reset();
  assert.deepEqual(storedNames(browser.storage), others);
  scene.end();
});

test('all that an agent leaves is theirs, and goes with a sign-out, as what a colleague left goes when they start', async () => {
  const ada = { userId: 'u-ada', displayName: 'Ada', avatarUrl: null, role: 'agent' } as const;
  const scene = createScene({ agents: [ada] });
  const visitor = scene.visitor();
  const conversation = visitor.chat.conversation();
  await conversation.send({ content: 'Hello' });
  const { inbox, transport, environment } = scene.agent({ userId: ada.userId });
  const { tenantId } = scene.backend;
  environment.storage.setItem(storageKey(`inbox:${transport.project}:${tenantId}:u-bob:drafts`), '{}');
  environment.storage.setItem('of the host page', 'stays');
  await inbox.start();
  environment.storage.setItem(
    storageKey(`inbox:${transport.project}:${tenantId}:${ada.userId}:notifications`),
    '{"sound":true}',
  );
  inbox.thread(conversation.id).setDraft('Ada thinks that');
  await scene.clock.settle();
  const own = `${storageKey(`inbox:${transport.project}:${tenantId}:${ada.userId}`)}:`;
  assert.deepEqual(
    storedNames(environment.storage).filter((name) => !name.startsWith(own)),
    ['of the host page'],
  );
  assert.equal(storedNames(environment.storage).length, 3);
  transport.setUser(null);
  assert.deepEqual(storedNames(environment.storage), ['of the host page']);
  scene.end();
});
