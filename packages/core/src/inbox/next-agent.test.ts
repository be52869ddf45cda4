import assert from 'node:assert/strict';
import test from 'node:test';
import { createMemoryBackend, createMemoryEnvironment, createScene } from '../testing/index.ts';
import { createInbox } from './create-inbox.ts';

const ada = { userId: 'u-ada', displayName: 'Ada', avatarUrl: null, role: 'agent' } as const;
const bob = { ...ada, userId: 'u-bob', displayName: 'Bob' } as const;
const FILTERS = { tags: ['of Ada'] };

/** Ada is at work: a draft, filters of hers, an open conversation. */
async function adaAtWork() {
  const scene = createScene({ agents: [ada, bob] });
  const { chat } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  const agent = scene.agent({ userId: ada.userId });
  await agent.inbox.start();
  agent.inbox.setFilters(FILTERS);
  const thread = agent.inbox.thread(conversation.id);
  thread.open();
  thread.setDraft('Ada thinks that');
  await scene.clock.settle();
  return { scene, ...agent, clock: scene.clock, id: conversation.id, thread };
}

for (const [how, next] of [
  ['signed out elsewhere', null],
  ['switched without a sign-out', bob.userId],
] as const) {
  test(`an agent who is ${how} leaves no draft, list, filter and conversation behind`, async () => {
    const { scene, inbox, transport, clock, id, thread } = await adaAtWork();
    transport.setUser(next);
    assert.deepEqual(
      [inbox.get().sessions, inbox.get().me, inbox.get().filters],
      [[], null, {}],
      'at once, before anything is asked',
    );
    inbox.setViewing(null);
    assert.deepEqual(inbox.get().sessions, [], 'nor does the list come back by itself');
    transport.setUser(bob.userId);
    await inbox.start();
    await clock.settle();
    assert.equal(inbox.get().me?.userId, bob.userId);
    assert.notEqual(inbox.thread(id), thread);
    assert.equal(inbox.thread(id).get().draft, '');
    scene.end();
  });
}

test('an agent who comes back finds the drafts; whoever starts here in between, or nobody, wipes them', async () => {
  for (const next of [bob.userId, null]) {
    const { scene, inbox, environment, id } = await adaAtWork();
    inbox.destroy();
    const kept = (): readonly string[] => environment.storage.keys?.() ?? [];
    const at = async (userId: string | null): Promise<string> => {
      const other = scene.agent({ userId, environment });
      await other.inbox.start();
      const { draft } = other.inbox.thread(id).get();
      other.inbox.destroy();
      return draft;
    };
    assert.equal(await at(ada.userId), 'Ada thinks that', 'a reload');
    assert.equal(await at(next), '');
    assert.deepEqual(kept(), [], 'not even on the disk');
    assert.equal(await at(ada.userId), '');
    scene.end();
  }
});

test('an agent of another project on the same origin finds nothing, wipes nothing and sends by itself', async () => {
  const { scene, clock, ...ada } = await adaAtWork();
  ada.transport.faults.hold('sendMessage');
  void ada.thread.send({ content: 'Meanwhile this tab sends for all of its project' });
  await clock.settle();
  const kept = (): readonly string[] => (ada.environment.storage.keys?.() ?? []).toSorted();
  const before = kept();
  const elsewhere = createMemoryBackend({ clock, project: 'elsewhere', agents: [bob] });
  const visitor = elsewhere.visitor();
  const id = 'of-the-other-project';
  await visitor.signIn();
  await visitor.openSession({ sessionId: id, visitor: {}, metadata: {} });
  const transport = elsewhere.agent();
  const environment = createMemoryEnvironment({ clock, browser: ada.environment });
  const inbox = createInbox({ transport, environment });
  await inbox.start();
  const thread = inbox.thread(id);
  thread.open();
  thread.setDraft('Bob thinks that');
  await clock.settle();
  assert.equal(kept().length, before.length + 1);
  await thread.send({ content: 'Here I am' });
  await clock.settle();
  assert.equal((await visitor.sync({ sessionId: id })).messages.at(-1)?.content, 'Here I am');
  transport.setUser(null);
  await clock.settle();
  assert.deepEqual(kept(), before, 'a sign-out wipes what is of its project');
  inbox.destroy();
  scene.end();
});

test('an agent who is taken off the team keeps nothing of its conversations, without a reload', async () => {
  const { scene, inbox, environment, clock, id } = await adaAtWork();
  const agents = scene.backend.team.tenants.get(scene.backend.tenantId)?.agents ?? [];
  agents.splice(0, 1);
  await clock.advance(30_000);
  assert.deepEqual([inbox.get().status, inbox.get().sessions, inbox.get().filters], ['no-access', [], {}]);
  assert.equal(inbox.thread(id).get().draft, '');
  assert.deepEqual(environment.storage.keys?.(), []);
  scene.end();
});
