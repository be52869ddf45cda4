// An hour of everything but new messages, under a simulated clock: edits, deletions, receipts, typing, notes, changes of
// sessions, lost sockets. Timers, listeners and channels end each round exactly as they ended the first. What the heap
// holds does not grow from round to round: things are counted, not bytes, since a map doubles its memory and halves it
// again without a leak.
import assert from 'node:assert/strict';
import { getHeapSnapshot } from 'node:v8';
import test from 'node:test';
import { buildWidgetConfig, createScene } from '../../src/testing/index.ts';
import type { Scene, SceneAgent, SceneVisitor } from '../../src/testing/index.ts';

/** Compiled code and the engine's own records come and go as they like. */
const COUNTED = new Set(['array', 'closure', 'concatenated string', 'number', 'object', 'string']);

interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
    };
  };
  readonly nodes: readonly number[];
}

/** How many things there are after a full collection, which a snapshot begins with. */
async function countThings(): Promise<number> {
  let text = '';
  for await (const chunk of getHeapSnapshot()) text += String(chunk);
  const { snapshot, nodes } = JSON.parse(text) as HeapSnapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  let count = 0;
  for (let at = fields.indexOf('type'); at < nodes.length; at += fields.length)
    if (COUNTED.has(types[0][nodes[at] ?? -1] ?? '')) count += 1;
  return count;
}

/** Caches and lazily made parts fill up before. */
const WARM_UP_ROUNDS = 4;
/** A minute has sixty steps and several hundred requests; the engine's own share is below one. */
const GROWTH_LIMIT_PER_MINUTE = 5;

/** The slope of the line that fits the counts best. */
function growthPerRound(counts: readonly number[]): number {
  const middle = (counts.length - 1) / 2;
  const rise = counts.reduce((sum, count, round) => sum + (round - middle) * count, 0);
  const run = counts.reduce((sum, _, round) => sum + (round - middle) ** 2, 0);
  return rise / run;
}

const MESSAGES = 40;
const SESSIONS = 20;

interface Cast {
  readonly scene: Scene;
  readonly visitors: readonly SceneVisitor[];
  readonly agent: SceneAgent;
}

async function gather(): Promise<Cast> {
  // They go on editing what they wrote long ago.
  const features = { ...buildWidgetConfig().features, editMinutes: 100_000 };
  const scene = createScene({ config: { features } });
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

interface Round {
  readonly counts: readonly number[];
  readonly things: number;
}

async function roundsOfTraffic(
  cast: Cast,
  options: { readonly rounds: number; readonly minutes: number; readonly eachMinute?: () => void },
): Promise<readonly Round[]> {
  const { scene, visitors, agent } = cast;
  const rounds: Round[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    for (let number = 0; number < options.minutes; number += 1) {
      await minute(cast, round * options.minutes + number);
      options.eachMinute?.();
    }
    await calm(cast);
    assert.ok(forgetCalls(cast) > 100 * options.minutes, 'there was traffic');
    rounds.push({
      counts: [
        scene.clock.pending(),
        ...[...visitors, agent].flatMap(({ environment, transport }) => [
          environment.listeners(),
          transport.faults.channels().length,
        ]),
      ],
      things: await countThings(),
    });
  }
  return rounds;
}

const growthPerMinute = (rounds: readonly Round[], minutes: number): number =>
  growthPerRound(rounds.slice(WARM_UP_ROUNDS).map(({ things }) => things)) / minutes;

test('an hour of traffic leaves timers, listeners, channels and the heap as they were', async () => {
  const cast = await gather();
  const minutes = 6;
  const [first, ...later] = await roundsOfTraffic(cast, { rounds: 10, minutes });
  assert.ok(first);
  for (const { counts } of later) assert.deepEqual(counts, first.counts);
  const growth = growthPerMinute([first, ...later], minutes);
  const things = [first, ...later].map((round) => round.things).join(', ');
  assert.ok(growth < GROWTH_LIMIT_PER_MINUTE, `${growth.toFixed(1)} more things a minute: ${things}`);
  const { scene, visitors, agent } = cast;
  scene.end();
  await scene.clock.settle();
  assert.equal(scene.clock.pending(), 0);
  for (const { environment, transport } of [...visitors, agent])
    assert.deepEqual([environment.listeners(), transport.faults.channels()], [0, []]);
});

test('a leak of ten listeners a minute is seen in the growth of the heap', async () => {
  const cast = await gather();
  const [visitor] = cast.visitors;
  assert.ok(visitor);
  const eachMinute = (): void => {
    for (let number = 0; number < 10; number += 1) visitor.chat.subscribe(() => void number);
  };
  const minutes = 2;
  const rounds = await roundsOfTraffic(cast, { rounds: 9, minutes, eachMinute });
  const growth = growthPerMinute(rounds, minutes);
  assert.ok(growth > GROWTH_LIMIT_PER_MINUTE, `only ${growth.toFixed(1)} more things a minute`);
  cast.scene.end();
  await cast.scene.clock.settle();
});

/** Calls that a person makes without a network are refused; the outbox's are not among them. */
function offline(error: { readonly code?: string }): void {
  assert.equal(error.code, 'network');
}
