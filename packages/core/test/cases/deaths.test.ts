// Deaths in the middle of a send: of the database, and of the visitor's page again and again. Over both links and the real
// backend, in a process of its own where it has to die.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import postgres from 'postgres';
import { startBackendProcess, type BackendProcess } from '../chaos/backend-process.ts';
import { History } from '../chaos/history.ts';
import type { Person } from '../chaos/person.ts';
import { startFaultProxy, type FaultProxy } from '../chaos/proxy.ts';
import { createVisitor } from '../chaos/visitors.ts';
import { LINKS } from '../actors.ts';
import { createRandom } from '../../../../tools/test-kit/random.ts';
import { createUntil } from '../../../../tools/test-kit/until.ts';

const until = createUntil({ patience: 30_000, interval: 25 });

let backend: BackendProcess;
let proxy: FaultProxy;
before(async () => {
  backend = await startBackendProcess();
  proxy = await startFaultProxy({ upstream: backend.apiUrl, random: createRandom(1).next });
});
after(async () => {
  await proxy.close();
  await backend.stop();
});

async function storedIn(sessionId: string): Promise<string[]> {
  const sql = postgres(backend.databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    const rows =
      await sql`select content from public.global_chat_messages where session_id = ${sessionId} order by seq`;
    return rows.map((row) => String(row.content));
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function enter(link: (typeof LINKS)[number]): Promise<Person> {
  const visitor = createVisitor({
    name: `Ida over ${link}`,
    history: new History(),
    random: createRandom(2).next,
    url: proxy.url,
    key: backend.publishableKey,
    widgetId: backend.tenants[0].widgetId,
    transport: 'broadcast',
    link,
  });
  await visitor.say('Hello');
  await until(() => visitor.shown()[0]?.seq === 1, 'the first message');
  return visitor;
}

const contents = (visitor: Person): string[] => visitor.shown().map(({ content }) => content);
const isSettled = (visitor: Person, count: number): boolean =>
  visitor.shown().filter(({ seq }) => seq !== null).length === count;

for (const link of LINKS) {
  describe(`over the ${link} link`, () => {
    test('the database killed with -9 in mid-send: every message once, in order', async () => {
      const visitor = await enter(link);
      const words = ['Hello', ...Array.from({ length: 12 }, (_, index) => `Word ${index + 1}`)];
      let death: Promise<void> | null = null;
      for (const [index, word] of words.slice(1).entries()) {
        await visitor.say(word);
        if (index !== 5) continue;
        await until(() => visitor.shown().some(({ seq }) => seq !== null && seq > 2), 'some of them stored');
        death = backend.killDatabase();
      }
      await death;
      await until(() => isSettled(visitor, words.length), 'everything sent', { patience: 60_000 });
      assert.deepEqual(contents(visitor), words);
      assert.deepEqual(await storedIn(visitor.sessionId), words);
      await visitor.leave();
    });

    test('five reloads during a send: one row, one bubble', async () => {
      const visitor = await enter(link);
      proxy.httpFaults.push({ kind: 'black-hole', path: 'send_message' });
      const before = proxy.swallowed;
      await visitor.say('Through five pages');
      for (let page = 1; page <= 5; page += 1) {
        await until(() => proxy.swallowed >= before + page, 'the request of this page');
        await visitor.crash();
        await until(
          () => visitor.shown().at(-1)?.content === 'Through five pages',
          'the bubble on the next page',
        );
        assert.equal(visitor.shown().at(-1)?.delivery, 'pending');
      }
      proxy.heal();
      await until(() => isSettled(visitor, 2), 'sent', { patience: 30_000 });
      assert.deepEqual(contents(visitor), ['Hello', 'Through five pages']);
      assert.deepEqual(await storedIn(visitor.sessionId), ['Hello', 'Through five pages']);
      await visitor.leave();
    });
  });
}
