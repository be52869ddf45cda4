import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

async function arrange() {
  const scene = createScene();
  const visitor = scene.visitor();
  const conversation = visitor.chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  const agent = scene.backend.agent();
  let number = 0;
  const answer = (): Promise<unknown> =>
    agent.sendMessage({
      sessionId: conversation.id,
      messageId: `a${(number += 1)}`,
      content: `Answer ${number}`,
    });
  const shown = (): number => conversation.get().messages.length;
  return { scene, ...visitor, conversation, answer, shown };
}

test('the last event lost, and nothing after it: found within 20 seconds', async () => {
  const { scene, transport, answer, shown } = await arrange();
  transport.faults.dropEvents(true);
  await answer();
  await scene.clock.advance(15_000);
  assert.equal(shown(), 1);
  await scene.clock.advance(6000);
  assert.equal(shown(), 2);
  scene.end();
});

test('a socket that is down: asked every few seconds', async () => {
  const { scene, environment, conversation, answer } = await arrange();
  const twin = scene.visitor({
    browser: {
      storage: environment.storage,
      identityStorage: environment.identityStorage,
      outboxStorage: environment.outboxStorage,
      tabs: environment.tabs,
    },
  });
  twin.transport.faults.refuseChannels(true);
  const other = twin.chat.conversation(conversation.id);
  other.open();
  await scene.clock.settle();
  await answer();
  await scene.clock.advance(5000);
  assert.equal(other.get().messages.length, 2);
  scene.end();
});

test('a socket that is down and a server that is slow: asked less often', async () => {
  const { scene, environment, conversation } = await arrange();
  const { storage, identityStorage, outboxStorage, tabs } = environment;
  const twin = scene.visitor({ browser: { storage, identityStorage, outboxStorage, tabs } });
  twin.transport.faults.refuseChannels(true);
  const other = twin.chat.conversation(conversation.id);
  other.open();
  await scene.clock.settle();
  const asked = (): number => twin.transport.faults.calls.filter(({ method }) => method === 'sync').length;
  const during = async (time: number): Promise<number> => {
    const before = asked();
    await scene.clock.advance(time);
    return asked() - before;
  };
  const usual = await during(60_000);
  assert.ok(usual >= 10, `${usual} times a minute`);
  twin.transport.faults.setDelay(3000);
  await during(10_000);
  const slow = await during(60_000);
  assert.ok(slow <= 6, `${slow} times a minute`);
  scene.end();
});

test('coming back to the page, online again or awake: asked at once', async () => {
  const { scene, transport, environment, answer, shown } = await arrange();
  transport.faults.dropEvents(true);
  const comebacks = [
    () => {
      environment.setVisible(false);
      environment.setVisible(true);
    },
    () => {
      environment.setOnline(false);
      environment.setOnline(true);
    },
    () => environment.wake(),
  ];
  for (const [index, comeback] of comebacks.entries()) {
    await answer();
    comeback();
    await scene.clock.settle();
    assert.equal(shown(), index + 2);
  }
  scene.end();
});

test('a reconnected socket: what came meanwhile is there, then events flow again', async () => {
  const { scene, transport, answer, shown, conversation } = await arrange();
  transport.faults.setOnline(false);
  for (let count = 0; count < 60; count += 1) await answer();
  await scene.clock.advance(1000);
  assert.equal(conversation.get().connection, 'reconnecting');
  assert.equal(shown(), 1);
  transport.faults.setOnline(true);
  await scene.clock.settle();
  assert.equal(shown(), 61);
  assert.equal(conversation.get().connection, 'live');
  const asked = transport.faults.calls.length;
  await answer();
  await scene.clock.settle();
  assert.equal(shown(), 62);
  assert.ok(transport.faults.calls.slice(asked).every(({ method }) => method !== 'sync'));
  scene.end();
});

test('a server that keeps failing is not hammered, and its recovery is noticed within 30 seconds', async () => {
  const { scene, transport, answer, shown } = await arrange();
  transport.faults.dropEvents(true);
  transport.faults.failNext('sync', 'server', { times: 40 });
  await answer();
  const from = transport.faults.calls.length;
  await scene.clock.advance(300_000);
  const attempts = transport.faults.calls.length - from;
  assert.ok(attempts >= 20 && attempts < 45, `${attempts} attempts in five minutes`);
  transport.faults.failNext('sync', 'server', { times: 0 });
  await scene.clock.advance(330_000);
  assert.equal(shown(), 2);
  scene.end();
});

test('a conversation that is no more says so and is left alone', async () => {
  const scene = createScene();
  const { chat, transport } = scene.visitor();
  await chat.signIn();
  const conversation = chat.conversation('no-such-session');
  conversation.open();
  await scene.clock.advance(300_000);
  assert.deepEqual([conversation.get().error?.code, conversation.get().loading], ['not_found', 'none']);
  const attempts = transport.faults.calls.filter(({ method }) => method === 'sync').length;
  assert.ok(attempts <= 3, `${attempts} attempts`);
  scene.end();
});
