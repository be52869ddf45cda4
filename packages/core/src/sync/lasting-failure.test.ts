import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

/** A visitor whose first message meets these failures. */
async function firstMessage(
  code: 'server' | 'rate_limited',
  options: { times: number; retryAfter?: number },
) {
  const scene = createScene();
  const { chat, transport } = scene.visitor();
  transport.faults.failNext('signIn', code, options);
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  const last = () => conversation.get().messages.at(-1);
  return { scene, last };
}

test('a sign-up that keeps failing is told while the message waits, and taken back when it works', async () => {
  const { scene, last } = await firstMessage('server', { times: 6 });
  assert.equal(last()?.delay, undefined, 'a hiccup is not worth a word');
  await scene.clock.advance(9000);
  assert.equal(last()?.delivery, 'pending', 'it stays queued');
  assert.equal(last()?.delay?.code, 'server');
  assert.ok(last()!.delay!.message, 'with the words of the server');
  assert.ok(last()!.delay!.retryAt > scene.clock.now(), 'and when it goes on');
  await scene.clock.advance(60_000);
  assert.deepEqual([last()?.delivery, last()?.delay], ['sent', undefined]);
  scene.end();
});

test('one failure is not told, and nothing is lost by it', async () => {
  const { scene, last } = await firstMessage('server', { times: 1 });
  assert.deepEqual([last()?.delivery, last()?.delay], ['pending', undefined]);
  await scene.clock.advance(3000);
  assert.equal(last()?.delivery, 'sent');
  scene.end();
});

test('a server that asks to wait is told at once, with when it goes on', async () => {
  const { scene, last } = await firstMessage('rate_limited', { times: 1, retryAfter: 30_000 });
  assert.equal(last()?.delay?.code, 'rate_limited');
  assert.equal(last()?.delay?.retryAt, scene.clock.now() + 30_000);
  await scene.clock.advance(31_000);
  assert.deepEqual([last()?.delivery, last()?.delay], ['sent', undefined]);
  scene.end();
});
