// What the library keeps on the heap: per message of a long conversation, per session of a long list, and how much an hour of
// messages under a simulated clock leaves behind beside them. After a full collection each time.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createScene } from '@globalchat/core/testing';
import { round } from '../statistics.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heap(): number {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** A conversation of this many messages, opened by one more page of the same browser: what that page adds. */
async function perMessage(count: number): Promise<number> {
  const scene = createScene();
  const { chat, browser } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'hello' });
  await scene.clock.settle();
  const agent = scene.backend.agent();
  conversation.close();
  for (let number = 1; number < count; number += 1)
    await agent.sendMessage({
      sessionId: conversation.id,
      messageId: crypto.randomUUID(),
      content: `Message ${number}`,
    });
  const reader = scene.visitor({ browser }).chat.conversation(conversation.id);
  const before = heap();
  reader.open();
  await scene.clock.settle();
  while (reader.get().hasMore) {
    await reader.loadOlder();
    await scene.clock.settle();
  }
  const kept = reader.get().messages.length;
  const bytes = (heap() - before) / kept;
  scene.end();
  return bytes;
}

async function perSession(count: number): Promise<number> {
  const scene = createScene();
  const visitor = scene.visitor();
  for (let number = 0; number < count; number += 1) {
    const conversation = visitor.chat.conversation();
    conversation.open();
    await conversation.send({ content: `Question ${number}` });
    await scene.clock.settle();
    conversation.close();
  }
  const { inbox } = scene.agent();
  const before = heap();
  await inbox.start();
  while (inbox.get().hasMore) await inbox.loadMore();
  const bytes = (heap() - before) / inbox.get().sessions.length;
  scene.end();
  return bytes;
}

/** Heap after each quarter of an hour in which two people write a message every six seconds. */
async function anHour(): Promise<{ heaps: number[]; timers: number[]; messages: number }> {
  const scene = createScene();
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  conversation.setVisible(true);
  await conversation.send({ content: 'hello' });
  const { inbox } = scene.agent();
  await inbox.start();
  const thread = inbox.thread(conversation.id);
  thread.open();
  thread.setVisible(true);
  const heaps: number[] = [];
  const timers: number[] = [];
  for (let quarter = 0; quarter < 4; quarter += 1) {
    for (let turn = 0; turn < 150; turn += 1) {
      await conversation.send({ content: `Question ${turn}` });
      await scene.clock.advance(3000);
      await thread.send({ content: `Answer ${turn}` });
      await scene.clock.advance(3000);
      if (turn % 25 === 0) transport.faults.setOnline(false);
      if (turn % 25 === 2) transport.faults.setOnline(true);
    }
    transport.faults.setOnline(true);
    await scene.clock.advance(60_000);
    heaps.push(heap());
    timers.push(scene.clock.pending());
  }
  const messages = conversation.get().messages.length;
  scene.end();
  return { heaps, timers, messages };
}

export async function benchMemory(): Promise<void> {
  const kilobytes = (bytes: number): string => `${round(bytes / 1000)} kB`;
  console.log(`a message of a conversation of 5,000: ${kilobytes(await perMessage(5000))}`);
  console.log(`a session of a list of 1,000: ${kilobytes(await perSession(1000))}`);
  const { heaps, timers, messages } = await anHour();
  console.table(
    heaps.map((bytes, quarter) => ({
      quarter: quarter + 1,
      'heap, MB': round(bytes / 1e6),
      timers: timers[quarter],
    })),
  );
  const [, second = 0, , fourth = 0] = heaps;
  console.log(
    `an hour with ${messages} messages: the second half added ${round(((fourth - second) / second) * 100, 1)} % or ` +
      `${kilobytes((fourth - second) / (messages / 2))} a message, the simulated database's own copy included`,
  );
}
