import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

const ada = { userId: 'u-ada', displayName: 'Ada', avatarUrl: null, role: 'agent' } as const;

test('signed out, signed in, signed out again: the inbox says where it is and shows nothing it may not', async () => {
  const scene = createScene({ agents: [ada] });
  const { inbox, transport } = scene.agent({ userId: null });
  assert.equal(inbox.get().status, 'idle');
  await inbox.start();
  assert.equal(inbox.get().status, 'signed-out');
  transport.setUser('u-stranger');
  await inbox.start();
  assert.equal(inbox.get().status, 'no-access');
  transport.setUser('u-ada');
  await inbox.start();
  assert.deepEqual([inbox.get().status, inbox.get().me?.displayName], ['ready', 'Ada']);
  const { chat } = scene.visitor();
  await chat.conversation().send({ content: 'Hello' });
  await scene.clock.settle();
  assert.equal(inbox.get().sessions.length, 1);
  transport.setUser(null);
  await scene.clock.advance(21_000);
  assert.deepEqual([inbox.get().status, inbox.get().sessions, inbox.get().me], ['signed-out', [], null]);
  assert.deepEqual(transport.faults.channels(), []);
  scene.end();
});

test("nothing of one tenant shows in another's inbox", async () => {
  const scene = createScene({ agents: [ada] });
  const stranger = { ...ada, userId: 'u-zoe', displayName: 'Zoe' };
  scene.backend.addTenant({ id: 't2', name: 'Globex', agents: [stranger], widgetId: 'w2' });
  const mine = scene.agent();
  const theirs = scene.agent({ userId: 'u-zoe' });
  await mine.inbox.start();
  await theirs.inbox.start();
  const { chat } = scene.visitor();
  const conversation = chat.conversation();
  await conversation.send({ content: 'Hello' });
  await scene.clock.advance(30_000);
  assert.equal(mine.inbox.get().sessions.length, 1);
  assert.deepEqual(theirs.inbox.get().sessions, []);
  const thread = theirs.inbox.thread(conversation.id);
  thread.open();
  await scene.clock.settle();
  assert.deepEqual([thread.get().messages, thread.get().error?.code], [[], 'not_found']);
  scene.end();
});

test('a tenant that the agent is no member of', async () => {
  const scene = createScene({ agents: [ada] });
  const { inbox } = scene.agent({ tenantId: 'elsewhere' });
  await inbox.start();
  assert.deepEqual(
    [inbox.get().status, inbox.get().me, inbox.get().memberships.length],
    ['no-access', null, 1],
  );
  scene.end();
});

test('what is refused to a member is a failure: the inbox neither starts over nor signs anybody out', async () => {
  const scene = createScene({ agents: [ada] });
  const { inbox, transport } = scene.agent();
  await inbox.start();
  await scene.visitor().chat.conversation().send({ content: 'Hello' });
  await scene.clock.settle();
  const seen = new Set<string>();
  inbox.subscribe(() => seen.add(`${inbox.get().status}, ${inbox.get().sessions.length}`));
  for (const ask of ['of a member', 'and while nobody can say who is one']) {
    transport.faults.failNext('listSessions', 'not_allowed');
    if (ask !== 'of a member') transport.faults.failNext('memberships', 'network');
    await inbox.refresh();
    await scene.clock.settle();
    assert.equal(inbox.get().error?.code, 'not_allowed', ask);
    await inbox.refresh();
  }
  assert.deepEqual([...seen], ['ready, 1']);
  scene.end();
});

test('a backend that cannot be reached: a coded error, and start can be tried again', async () => {
  const scene = createScene({ agents: [ada] });
  const { inbox, transport } = scene.agent();
  transport.faults.failNext('listSessions', 'network');
  await inbox.start();
  assert.deepEqual([inbox.get().status, inbox.get().error?.code], ['failed', 'network']);
  await inbox.start();
  assert.deepEqual([inbox.get().status, inbox.get().error], ['ready', null]);
  scene.end();
});

test('who signs in later, or after somebody else, is followed; the same one again starts nothing', async () => {
  const scene = createScene({ agents: [ada, { ...ada, userId: 'u-bob', displayName: 'Bob' }] });
  const { inbox, transport } = scene.agent({ userId: null });
  await inbox.start();
  const starts = (): number => transport.faults.calls.filter(({ method }) => method === 'memberships').length;
  for (const [userId, status, name, count] of [
    [null, 'signed-out', undefined, 1],
    ['u-ada', 'ready', 'Ada', 2],
    ['u-ada', 'ready', 'Ada', 2],
    ['u-bob', 'ready', 'Bob', 3],
    [null, 'signed-out', undefined, 3],
    ['u-bob', 'ready', 'Bob', 4],
    ['u-stranger', 'no-access', undefined, 5],
    ['u-stranger', 'no-access', undefined, 5],
    ['u-ada', 'ready', 'Ada', 6],
  ] as const) {
    transport.setUser(userId);
    transport.setUser(userId);
    await scene.clock.settle();
    await scene.clock.advance(0);
    await scene.clock.settle();
    const { me, ...state } = inbox.get();
    assert.deepEqual([state.status, me?.displayName, starts()], [status, name, count], String(userId));
  }
  scene.end();
});

test('a user whom the server does not let in is not tried again at each word of the client', async () => {
  const scene = createScene({ agents: [ada] });
  const { inbox, transport } = scene.agent();
  transport.faults.failNext('memberships', 'not_signed_in');
  await inbox.start();
  // Asked for beside the code, and once more after it.
  assert.equal(inbox.get().status, 'ready');
  transport.faults.failNext('memberships', 'not_signed_in');
  await inbox.start();
  transport.setUser(ada.userId);
  await scene.clock.advance(1000);
  assert.equal(inbox.get().status, 'signed-out');
  transport.setUser(null);
  transport.setUser(ada.userId);
  await scene.clock.advance(1000);
  assert.equal(inbox.get().status, 'ready');
  scene.end();
});

test('a change of role shows with the next refusal, and a refusal after a sign-out says nothing', async () => {
  const scene = createScene({ agents: [{ ...ada, role: 'admin' }] });
  const { inbox, transport } = scene.agent();
  await inbox.start();
  await scene.clock.settle();
  assert.equal(inbox.get().me?.role, 'admin');
  scene.backend.team.tenants.get(scene.backend.tenantId)?.agents.splice(0, 1, ada);
  transport.faults.failNext('listSessions', 'not_allowed');
  await inbox.refresh();
  await scene.clock.settle();
  const { me, memberships, error } = inbox.get();
  assert.deepEqual([me?.role, memberships[0]?.role, error?.code], ['agent', 'agent', 'not_allowed']);
  const release = transport.faults.hold('listSessions');
  const asked = inbox.refresh();
  transport.setUser(null);
  transport.faults.failNext('listSessions', 'not_allowed');
  release();
  await asked;
  await scene.clock.settle();
  assert.deepEqual([inbox.get().status, inbox.get().error], ['signed-out', null]);
  scene.end();
});
