import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

test('what is told before there is a conversation opens the next one, and the one after it', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat } = scene.visitor({ metadata: () => ({ page_url: '/cabins', locale: 'nb' }) });
  chat.setVisitor({ name: 'Ida' }, { fields: { topic: 'Boats' }, consent_at: '2026-11-23T12:00:00.000Z' });
  chat.setVisitor({ email: 'ida@fjellhus.example' }, { locale: 'sv' });
  for (const content of ['First', 'Second']) {
    const conversation = chat.conversation();
    conversation.open();
    await conversation.send({ content });
    await clock.settle();
  }
  const expected = {
    page_url: '/cabins',
    locale: 'sv',
    fields: { topic: 'Boats' },
    consent_at: '2026-11-23T12:00:00.000Z',
  };
  assert.deepEqual(
    backend.database
      .sessions()
      .map(({ visitorName, visitorEmail, visitorMetadata }) => [visitorName, visitorEmail, visitorMetadata]),
    Array(2).fill(['Ida', 'ida@fjellhus.example', expected]),
  );
  scene.end();
});

test('reset forgets it, in every tab: the next visitor is not told to be the first one', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const first = scene.visitor({ visitor: { name: 'Ida' } });
  const second = scene.visitor({ browser: first.browser, visitor: { name: 'Ida' } });
  for (const { chat } of [first, second]) {
    chat.setVisitor({ email: 'ida@fjellhus.example' }, { fields: { topic: 'Boats' } });
    chat.conversation().open();
  }
  const asked = `globalchat:${backend.widgetId}:asked`;
  first.browser.storage.setItem(asked, '{}');
  await first.chat.reset();
  await clock.settle();
  assert.equal(first.browser.storage.getItem(asked), null);
  for (const { chat } of [first, second]) {
    await chat.conversation().send({ content: 'Somebody else' });
    await clock.settle();
  }
  for (const { visitorName, visitorEmail, visitorMetadata } of backend.database.sessions())
    assert.deepEqual([visitorName, visitorEmail, visitorMetadata], [null, null, {}]);
  assert.ok(backend.database.sessions().length > 0);
  scene.end();
});
