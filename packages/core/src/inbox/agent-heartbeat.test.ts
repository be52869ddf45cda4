// Risk: the chat says online while nobody looks at the inbox, or away while somebody does; each tab of an agent asks the
// server for itself; what an agent chose is lost, or comes back from an older answer.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createMemoryBrowser, createMemoryEnvironment, createScene } from '../testing/index.ts';
import type { MemoryBrowser, MemoryEnvironment, Scene } from '../testing/index.ts';
import type { Inbox } from './inbox.ts';

const MINUTE_MS = 60_000;

interface Desk {
  readonly inbox: Inbox;
  readonly environment: MemoryEnvironment;
  readonly beats: () => number;
  readonly faults: ReturnType<Scene['agent']>['transport']['faults'];
}

async function openInbox(scene: Scene, browser: MemoryBrowser = createMemoryBrowser()): Promise<Desk> {
  const environment = createMemoryEnvironment({ clock: scene.clock, browser });
  const { inbox, transport } = scene.agent({ environment });
  await inbox.start();
  await scene.clock.settle();
  const { faults } = transport;
  return {
    inbox,
    environment,
    faults,
    beats: () => faults.calls.filter(({ method }) => method === 'setAvailability').length,
  };
}

/** What a visitor is told who comes now. */
async function isOnline(scene: Scene): Promise<boolean> {
  return (await scene.visitor().transport.widgetConfig()).availability.online;
}

test('an inbox that is open says so each minute, and visitors see nobody two and a half minutes after it closed', async () => {
  const scene = createScene();
  const { inbox, beats } = await openInbox(scene);
  assert.equal(inbox.get().availability, 'online');
  assert.equal(beats(), 1);
  await scene.clock.advance(10 * MINUTE_MS);
  assert.equal(beats(), 11);
  assert.equal(await isOnline(scene), true);
  inbox.destroy();
  await scene.clock.advance(149_000);
  assert.equal(await isOnline(scene), true);
  await scene.clock.advance(1000);
  assert.equal(await isOnline(scene), false);
  assert.equal(beats(), 11);
  scene.end();
});

test('a heartbeat or two that get lost are no absence', async () => {
  const scene = createScene();
  const { faults } = await openInbox(scene);
  faults.failNext('setAvailability', 'network');
  await scene.clock.advance(2 * MINUTE_MS - 1);
  assert.equal(await isOnline(scene), true);
  await scene.clock.advance(2 * MINUTE_MS);
  assert.equal(await isOnline(scene), true);
  scene.end();
});

test('tabs of one browser share a heartbeat, and another one goes on with it', async () => {
  const scene = createScene();
  const browser = createMemoryBrowser();
  const first = await openInbox(scene, browser);
  const second = await openInbox(scene, browser);
  await scene.clock.advance(3 * MINUTE_MS);
  assert.deepEqual([first.beats(), second.beats()], [4, 0]);
  first.inbox.destroy();
  await scene.clock.advance(2 * MINUTE_MS);
  assert.equal(second.beats(), 3);
  scene.end();
});

test('an inbox that nobody looked at for a quarter of an hour is silent until somebody does; the choice stays', async () => {
  const scene = createScene();
  const { inbox, environment, beats } = await openInbox(scene);
  environment.setVisible(false);
  await scene.clock.advance(14 * MINUTE_MS);
  assert.equal(await isOnline(scene), true);
  await scene.clock.advance(6 * MINUTE_MS);
  assert.equal(await isOnline(scene), false);
  const silent = beats();
  assert.equal(inbox.get().availability, 'online');
  environment.setVisible(true);
  await scene.clock.settle();
  assert.equal(beats(), silent + 1);
  assert.equal(await isOnline(scene), true);
  scene.end();
});

test('of two tabs the one that is looked at counts', async () => {
  const scene = createScene();
  const browser = createMemoryBrowser();
  const first = await openInbox(scene, browser);
  const second = await openInbox(scene, browser);
  first.environment.setVisible(false);
  second.environment.setVisible(false);
  second.environment.setVisible(true);
  await scene.clock.advance(30 * MINUTE_MS);
  assert.equal(await isOnline(scene), true);
  scene.end();
});

test('what an agent chooses shows at once, in the other tab too, on the other device with its heartbeat, and after a reload', async () => {
  const scene = createScene();
  const browser = createMemoryBrowser();
  const [here, tab, elsewhere] = [
    await openInbox(scene, browser),
    await openInbox(scene, browser),
    await openInbox(scene),
  ];
  const chosen = here.inbox.setAvailability('away');
  assert.equal(here.inbox.get().availability, 'away');
  await chosen;
  await scene.clock.settle();
  assert.equal(tab.inbox.get().availability, 'away');
  assert.equal(await isOnline(scene), false);
  await scene.clock.advance(MINUTE_MS);
  assert.equal(elsewhere.inbox.get().availability, 'away');
  const again = await openInbox(scene, browser);
  assert.equal(again.inbox.get().availability, 'away');
  assert.equal(await isOnline(scene), false);
  scene.end();
});

test('a choice that the database does not take is taken back; one before the start is refused', async () => {
  const scene = createScene();
  const { inbox: idle } = scene.agent();
  await assert.rejects(idle.setAvailability('off'), { code: 'not_signed_in' });
  const { inbox, faults } = await openInbox(scene);
  faults.failNext('setAvailability', 'network');
  await assert.rejects(inbox.setAvailability('off'), { code: 'network' });
  assert.equal(inbox.get().availability, 'online');
  scene.end();
});

test('the answer to an older heartbeat does not undo a choice', async () => {
  const scene = createScene();
  const { inbox, faults } = await openInbox(scene);
  faults.setDelay(2000);
  await scene.clock.advance(MINUTE_MS);
  faults.setDelay(0);
  await inbox.setAvailability('off');
  await scene.clock.advance(5000);
  assert.equal(inbox.get().availability, 'off');
  scene.end();
});

test('whoever signs out is silent and nothing is left of what they chose', async () => {
  const scene = createScene();
  const { inbox, transport } = scene.agent();
  await inbox.start();
  await scene.clock.settle();
  transport.setUser(null);
  await scene.clock.settle();
  assert.equal(inbox.get().availability, null);
  const before = transport.faults.calls.length;
  await scene.clock.advance(3 * MINUTE_MS);
  assert.equal(transport.faults.calls.length, before);
  assert.equal(await isOnline(scene), false);
  scene.end();
  await scene.clock.settle();
  assert.equal(scene.clock.pending(), 0);
});
