// An hour of everything but new messages, under a simulated clock: edits, deletions, receipts, typing, notes, changes of
// sessions, lost sockets. Timers, listeners and channels end each quarter of an hour exactly as they ended the first; the
// heap of the fourth is the heap of the second.
import assert from 'node:assert/strict';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import test from 'node:test';
import { createScene, type Scene, type SceneAgent, type SceneVisitor } from '../../src/testing/index.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of objects after a full collection; compiled code comes and goes as it likes. */
function heapOfObjects(): number {
  collectGarbage();
  collectGarbage();
  return getHeapSpaceStatistics()
    .filter(({ space_name: name }) => ['old_space', 'new_space', 'large_object_space'].includes(name))
    .reduce((sum, { space_used_size: size }) => sum + size, 0);
}

const MESSAGES = 40;
const SESSIONS = 20;

interface Cast {
  readonly scene: Scene;
  readonly visitors: readonly SceneVisitor[];
  readonly agent: SceneAgent;
}

async function gather(): Promise<Cast> {
  const scene = createScene();
  const visitors: SceneVisitor[] = [];
  for (let number = 0; number < SESSIONS; number += 1) {
    const visitor = scene.visitor();
    const conversation = visitor.chat.conversation();
    conversation.open();
    conversation.setVisible(true);
    for (let message = 0; message < MESSAGES / SESSIONS || (number === 0 && message < MESSAGES); message += 1)
      await conversation.send({ content: `Message ${message}` });
    await scene.clock.settle();
    visitors.push(visitor);
  }
  const agent = scene.agent();
  await agent.inbox.start();
  return { scene, visitors, agent };
}

const opened = ({ chat }: SceneVisitor) => chat.conversation(chat.get().sessions[0]?.id ?? '');

/** One minute in sixty steps. */
async function minute({ scene, visitors, agent }: Cast, number: number): Promise<void> {
  for (let second = 0; second < 60; second += 1) {
    const step = number * 60 + second;
    const visitor = visitors[step % SESSIONS];
    if (!visitor) continue;
    const conversation = opened(visitor);
    const thread = agent.inbox.thread(conversation.id);
    const own = conversation.get().messages.findLast(({ deletedAt }) => deletedAt === null);
    if (own) await conversation.edit(own.id, `Edited in second ${step}`).catch(offline);
    conversation.setTyping(step % 2 === 0);
    conversation.setDraft(`Draft ${step}`);
    if (step % 3 === 0) {
      thread.open();
      thread.setVisible(true);
      thread.setTyping(true);
      await thread
        .update({ tags: [`tag-${step % 7}`], priority: step % 2 === 0 ? 'high' : 'normal' })
        .catch(offline);
      await thread
        .addNote(`Note ${step}`)
        .then((note) => thread.deleteNote(note.id))
        .catch(offline);
    }
    if (step % 3 === 1) thread.close();
    if (step % 50 === 0) visitor.transport.faults.setOnline(false);
    if (step % 50 === 7) for (const each of visitors) each.transport.faults.setOnline(true);
    if (step % 45 === 0) agent.transport.faults.setOnline(step % 2 === 1);
    if (step % 45 === 9) agent.transport.faults.setOnline(true);
    if (step % 20 === 0) visitor.environment.wake();
    await scene.clock.advance(1000);
  }
}

/** Everybody online, calm, threads closed. */
async function calm({ scene, visitors, agent }: Cast): Promise<void> {
  for (const visitor of visitors) {
    visitor.transport.faults.setOnline(true);
    opened(visitor).setTyping(false);
    agent.inbox.thread(opened(visitor).id).close();
  }
  agent.transport.faults.setOnline(true);
  await scene.clock.advance(60_000);
}

/** What the simulated network notes about each request is the test's, not the library's. Returns how many there were. */
function forgetCalls({ visitors, agent }: Cast): number {
  let count = 0;
  for (const { transport } of [...visitors, agent])
    count += (transport.faults.calls as unknown[]).splice(0).length;
  return count;
}

test('an hour of traffic leaves timers, listeners, channels and the heap as they were', async () => {
  const cast = await gather();
  const { scene, visitors, agent } = cast;
  const quarters: { readonly counts: readonly number[]; readonly heap: number }[] = [];
  for (let quarter = 0; quarter < 4; quarter += 1) {
    for (let number = 0; number < 15; number += 1) await minute(cast, quarter * 15 + number);
    await calm(cast);
    assert.ok(forgetCalls(cast) > 1500, 'there was traffic');
    quarters.push({
      counts: [
        scene.clock.pending(),
        ...[...visitors, agent].flatMap(({ environment, transport }) => [
          environment.listeners(),
          transport.faults.channels().length,
        ]),
      ],
      heap: heapOfObjects(),
    });
  }
  const [first, second, third, fourth] = quarters;
  assert.ok(first && second && third && fourth);
  for (const quarter of [second, third, fourth]) assert.deepEqual(quarter.counts, first.counts);
  const growth = (fourth.heap - second.heap) / second.heap;
  assert.ok(growth < 0.05, `the heap grew by ${Math.round(growth * 1000) / 10} % in half an hour`);
  scene.end();
  await scene.clock.settle();
  assert.equal(scene.clock.pending(), 0);
  for (const { environment, transport } of [...visitors, agent])
    assert.deepEqual([environment.listeners(), transport.faults.channels()], [0, []]);
});

/** Calls that a person makes without a network are refused; the outbox's are not among them. */
function offline(error: { readonly code?: string }): void {
  assert.equal(error.code, 'network');
}
