// Risk: a page that stays open over the closing minute, or slept through it, still says what was true before; and a chat that
// was closed while the owner changed something opens as it was.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScene } from '../testing/index.ts';
import type { Scene, SceneVisitor } from '../testing/index.ts';

const HOUR_MS = 3_600_000;

/** What the server tells of the hours, which nobody announces: open now, closed in an hour. */
function closesInAnHour({ clock }: Scene, { transport }: SceneVisitor): void {
  const closes = clock.now() + HOUR_MS;
  const opens = closes + 12 * HOUR_MS;
  const read = transport.widgetConfig.bind(transport);
  Object.assign(transport, {
    async widgetConfig() {
      const config = await read();
      const online = clock.now() < closes || clock.now() >= opens;
      const [nextOpenAt, changesAt] = [online ? null : opens, clock.now() < closes ? closes : opens];
      return { ...config, availability: { online, nextOpenAt, changesAt, replyMinutes: null } };
    },
  });
}

test('a page that is looked at is away at the minute, with the next opening, and online again', async () => {
  const scene = createScene();
  const { clock } = scene;
  const visitor = scene.visitor();
  const { chat } = visitor;
  closesInAnHour(scene, visitor);
  await chat.loadConfig();
  chat.follow(true);
  await clock.advance(HOUR_MS - 1000);
  assert.equal(chat.get().config?.availability.online, true);
  await clock.advance(1000);
  await clock.settle();
  assert.equal(chat.get().config?.availability.online, false);
  assert.notEqual(chat.get().config?.availability.nextOpenAt, null);
  await clock.advance(12 * HOUR_MS);
  await clock.settle();
  assert.equal(chat.get().config?.availability.online, true);
  scene.end();
  await clock.settle();
  assert.equal(clock.pending(), 0);
});

test('one that nobody looks at asks when it is looked at again, not before, and only for what is old', async () => {
  const scene = createScene();
  const { clock } = scene;
  const { chat, transport } = scene.visitor();
  const asked = (): number => transport.faults.calls.filter(({ method }) => method === 'widgetConfig').length;
  await chat.loadConfig();
  chat.follow(true);
  chat.follow(false);
  assert.equal(asked(), 1);
  await clock.advance(HOUR_MS);
  assert.equal(asked(), 1);
  chat.follow(true);
  await clock.settle();
  assert.equal(asked(), 2);
  scene.end();
});

test('of two changes the last one is shown, whichever answer takes longer', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat, transport } = scene.visitor();
  await chat.loadConfig();
  chat.follow(true);
  await clock.settle();
  const answers: (() => void)[] = [];
  const read = transport.widgetConfig.bind(transport);
  Object.assign(transport, {
    async widgetConfig() {
      const config = await read();
      await new Promise<void>((resolve) => answers.push(resolve));
      return config;
    },
  });
  for (const teamName of ['First', 'Second']) {
    backend.configure({ teamName });
    await clock.settle();
  }
  // The later question is answered first, where there are two at once.
  while (answers.length > 0) {
    answers.pop()!();
    await clock.settle();
  }
  assert.equal(chat.get().config?.teamName, 'Second');
  scene.end();
});
