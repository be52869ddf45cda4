// Risk: what a page tells of its visitor leaves before they act, is lost, told twice, or told of somebody else.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { createScene } from '../testing/index.ts';
import type { Scene, SceneVisitor } from '../testing/index.ts';

let scene: Scene;
beforeEach(() => {
  scene = createScene();
});
afterEach(() => scene.end());

const count = ({ transport }: SceneVisitor, method: string): number =>
  transport.faults.calls.filter((call) => call.method === method).length;
const say = async ({ chat }: SceneVisitor): Promise<void> => {
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
};
const names = (): string[] =>
  scene.backend.database.sessions()[0]?.visitorEvents.map(({ name }) => name) ?? [];

test('nothing is stored or sent before the visitor acts; then the newest twenty go together, with their times', async () => {
  const visitor = scene.visitor();
  const { chat, transport, browser } = visitor;
  for (let number = 1; number <= 25; number += 1) await chat.track(`event ${number}`, { number });
  await chat.setAttributes({ plan: 'pro', seats: 5 });
  await scene.clock.advance(60_000);
  assert.deepEqual(transport.faults.calls, []);
  assert.equal(browser.storage.getItem(`globalchat:${scene.backend.widgetId}:trace`), null);
  await say(visitor);
  await scene.clock.advance(1000);
  assert.deepEqual([count(visitor, 'track'), count(visitor, 'updateVisitor')], [1, 1]);
  assert.deepEqual(
    names(),
    Array.from({ length: 20 }, (_, place) => `event ${place + 6}`),
  );
  const [session] = scene.backend.database.sessions();
  assert.deepEqual(session?.visitorMetadata['attributes'], { plan: 'pro', seats: 5 });
  const age = scene.clock.now() - (session?.visitorEvents[0]?.at ?? 0);
  assert.ok(age >= 60_000 && age < 62_000);
});

test('with a conversation what comes together is one request, and what fails for now goes later, once', async () => {
  const visitor = scene.visitor();
  const { chat, transport } = visitor;
  await say(visitor);
  transport.faults.failNext('track', 'network', { afterCommit: true });
  await chat.track('looked');
  await chat.track('added_to_cart', { sku: 'A-1', gift: true, note: null });
  await scene.clock.advance(30_000);
  assert.equal(count(visitor, 'track'), 2);
  assert.deepEqual(names(), ['looked', 'added_to_cart']);
});

test('what the database refuses for good is dropped, and the next one goes', async () => {
  const visitor = scene.visitor();
  await say(visitor);
  visitor.transport.faults.failNext('track', 'blocked');
  await visitor.chat.track('refused');
  await scene.clock.advance(60_000);
  await visitor.chat.track('taken');
  await scene.clock.advance(60_000);
  assert.deepEqual([names(), count(visitor, 'track')], [['taken'], 2]);
});

test('attributes are merged name by name, and null takes one away', async () => {
  const visitor = scene.visitor();
  await visitor.chat.setAttributes({ plan: 'pro', seats: 5 });
  await say(visitor);
  await scene.clock.advance(1000);
  await visitor.chat.setAttributes({ plan: 'team', seats: null });
  await scene.clock.advance(1000);
  assert.deepEqual(scene.backend.database.sessions()[0]?.visitorMetadata['attributes'], {
    plan: 'team',
    seats: null,
  });
});

test('what cannot be shown is refused, and nothing of it is kept', async () => {
  const visitor = scene.visitor();
  const { chat } = visitor;
  const wrong = { code: 'invalid_argument' };
  for (const name of ['', ' \u200b', 'x'.repeat(61), 'two\nlines', 5 as never, undefined as never])
    await assert.rejects(chat.track(name), wrong);
  for (const properties of [
    { deep: {} },
    { list: [1] },
    { none: undefined },
    { call: () => 1 },
    { number: NaN },
    { half: '\ud800' },
    { nul: '\0' },
    { long: 'x'.repeat(600) },
    { ['x'.repeat(61)]: 1 },
    [1],
    'text',
    null,
  ] as never[]) {
    await assert.rejects(chat.track('looked', properties), wrong);
  }
  for (const attributes of [{ deep: {} }, { long: 'x'.repeat(1600) }, 'text', null, undefined] as never[])
    await assert.rejects(chat.setAttributes(attributes), wrong);
  await say(visitor);
  await scene.clock.advance(5000);
  assert.deepEqual([count(visitor, 'track'), count(visitor, 'updateVisitor')], [0, 0]);
});

test('what was told of one person is not told of the next', async () => {
  const visitor = scene.visitor();
  await visitor.chat.track('was here');
  await visitor.chat.setAttributes({ plan: 'pro' });
  await visitor.chat.reset();
  await say(visitor);
  await scene.clock.advance(5000);
  assert.deepEqual([names(), count(visitor, 'updateVisitor')], [[], 0]);
});

test('nothing waits any more after the end', async () => {
  const visitor = scene.visitor();
  await say(visitor);
  await visitor.chat.track('looked');
  visitor.chat.destroy();
  scene.end();
  await scene.clock.settle();
  assert.equal(scene.clock.pending(), 0);
});
