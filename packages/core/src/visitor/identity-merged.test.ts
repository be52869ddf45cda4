import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { createScene } from '../testing/index.ts';
import type { Scene } from '../testing/index.ts';

const ines = JSON.stringify({ sub: 'user-1', name: 'Ines', email: 'ines@example.com' });
const omar = JSON.stringify({ sub: 'user-2', name: 'Omar' });

let scene: Scene;
beforeEach(() => {
  scene = createScene();
});
afterEach(() => scene.end());

const calls = (transport: { faults: { calls: readonly { method: string }[] } }): string[] =>
  transport.faults.calls.map(({ method }) => method).filter((method) => method !== 'sync');

test('before the visitor acts nothing is asked; the first message is sent by who was proved', async () => {
  const { chat, transport } = scene.visitor();
  assert.equal(await chat.identify(ines), null);
  await scene.clock.settle();
  assert.deepEqual(calls(transport), []);
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  assert.deepEqual(
    calls(transport)
      .filter((method) => method !== 'mySessions')
      .slice(0, 4),
    ['signIn', 'identify', 'openSession', 'sendMessage'],
  );
});

test('the first message on another device brings what they said before', async () => {
  const [first, second] = [scene.visitor(), scene.visitor()];
  for (const { chat } of [first, second]) {
    await chat.identify(ines);
    const conversation = chat.conversation();
    conversation.open();
    await conversation.send({ content: 'Hello' });
    await scene.clock.settle();
  }
  assert.deepEqual([first.chat.get().sessions.length, second.chat.get().sessions.length], [1, 2]);
});

test('what comes back when the visitor was forgotten meanwhile is shown to nobody', async () => {
  const [first, second] = [scene.visitor(), scene.visitor()];
  let answer: (() => void) | undefined;
  const read = second.transport.mySessions.bind(second.transport);
  const late = async (): ReturnType<typeof read> => {
    const sessions = await read();
    await new Promise<void>((resolve) => (answer = resolve));
    return sessions;
  };
  for (const { chat, transport } of [first, second]) {
    await chat.identify(ines);
    if (transport === second.transport) Object.assign(transport, { mySessions: late });
    const conversation = chat.conversation();
    conversation.open();
    await conversation.send({ content: 'Hello' });
    await scene.clock.settle();
  }
  assert.ok(answer, 'they are on their way');
  await second.chat.reset();
  answer();
  await scene.clock.settle();
  assert.deepEqual(second.chat.get().sessions, []);
});

test('what waits in the outbox while somebody is identified is sent once, by the same user, as that person', async () => {
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'As nobody' });
  await scene.clock.settle();
  const user = transport.userId();
  transport.faults.setOnline(false);
  await conversation.send({ content: 'Waiting' });
  await scene.clock.settle();
  await assert.rejects(chat.identify(ines), { code: 'network' });
  transport.faults.setOnline(true);
  await scene.clock.advance(5000);
  assert.deepEqual(
    scene.backend.database.messages(conversation.id).map(({ content, senderId }) => [content, senderId]),
    [
      ['As nobody', user],
      ['Waiting', user],
    ],
  );
  const [session] = scene.backend.database.sessions();
  assert.deepEqual([session?.visitorVerified, session?.visitorName], [true, 'Ines']);
});

test('the same person on a second device sees what was said on the first', async () => {
  const first = scene.visitor();
  const conversation = first.chat.conversation();
  conversation.open();
  await conversation.send({ content: 'From the phone' });
  await scene.clock.settle();
  assert.deepEqual(await first.chat.identify(ines), {
    externalId: 'user-1',
    name: 'Ines',
    email: 'ines@example.com',
  });
  const second = scene.visitor();
  await second.chat.signIn();
  await second.chat.identify(ines);
  assert.deepEqual(
    second.chat.get().sessions.map(({ id }) => id),
    [conversation.id],
  );
});

test('somebody else in the same browser: a conflict, and nothing changes hands before a reset', async () => {
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Private' });
  await scene.clock.settle();
  await chat.identify(ines);
  transport.faults.setOnline(false);
  await conversation.send({ content: 'Also private' });
  transport.faults.setOnline(true);
  await assert.rejects(chat.identify(omar), { code: 'identity_conflict' });
  assert.equal(scene.backend.database.sessions()[0]?.visitorName, 'Ines');
  await chat.reset();
  await chat.identify(omar);
  const next = chat.conversation();
  next.open();
  await next.send({ content: 'I am Omar' });
  await scene.clock.advance(5000);
  assert.notEqual(next.id, conversation.id);
  assert.deepEqual(
    scene.backend.database.messages(next.id).map(({ content }) => content),
    ['I am Omar'],
  );
});

test('a token that is refused holds no message back', async () => {
  const { chat } = scene.visitor();
  await chat.identify('forged');
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  assert.equal(conversation.get().messages[0]?.delivery, 'sent');
  await assert.rejects(chat.identify('forged'), { code: 'identity_invalid' });
});

test('name and address given later reach the conversation that is open, and the next one', async () => {
  const { chat } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  chat.setVisitor({ name: 'Ines' }, { page_url: 'https://example.com/pricing' });
  await scene.clock.settle();
  const [session] = scene.backend.database.sessions();
  assert.deepEqual(
    [session?.visitorName, session?.visitorMetadata['page_url']],
    ['Ines', 'https://example.com/pricing'],
  );
  assert.equal(conversation.get().session?.visitorName, 'Ines');
});

test('a host that says the same again at every change asks nothing of the server', async () => {
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  let changes = 0;
  chat.subscribe(() => {
    changes += 1;
    if (changes < 50) chat.setVisitor({ name: 'Ines' });
  });
  chat.setVisitor({ name: 'Ines' });
  await scene.clock.advance(1000);
  assert.equal(calls(transport).filter((method) => method === 'updateVisitor').length, 1);
});

test('a tab that is told of a reset proves nobody any more', async () => {
  const first = scene.visitor();
  const second = scene.visitor({ browser: first.browser });
  await first.chat.conversation().send({ content: 'Hello' });
  await scene.clock.settle();
  await second.chat.restore();
  await second.chat.identify(ines);
  await first.chat.reset();
  await scene.clock.settle();
  const next = second.chat.conversation();
  next.open();
  await next.send({ content: 'Somebody else at this browser' });
  await scene.clock.settle();
  const session = scene.backend.database.sessions().find(({ id }) => id === next.id);
  assert.deepEqual([session?.visitorVerified, session?.visitorName], [false, null]);
});
