// What time and Auth can do to a conversation, over both links and the real backend: hours of sleep, an Auth that is out of
// reach, a login that was ended, a clock that is wrong.
import assert from 'node:assert/strict';
// First, so that whatever is imported after it moves along.
import { shiftDate } from './shifted-date.ts';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { LINKS } from '../actors.ts';
import { createTestEnvironment } from '../test-environment.ts';
import { openFixture, shownBy, watchOrder, type Entrance, type Fixture } from './fixture.ts';
import { until } from '../../../../tools/test-kit/until.ts';
import { createScaledClock } from '../../../../tools/test-kit/clocks.ts';

const HOUR = 3_600_000;

let fixture: Fixture;
let restoreDate = (): void => undefined;
before(async () => {
  fixture = await openFixture({
    auth: { refreshReuseSeconds: 0 },
    realtime: { timings: { joinRefusalDelayMs: 20 } },
  });
});
after(() => fixture.close());
afterEach(async () => {
  await fixture.tidy();
  restoreDate();
  restoreDate = () => undefined;
});

const isSent = ({ conversation }: Entrance): boolean =>
  conversation.get().messages.every(({ seq }) => seq !== null);

/** The device sleeps: its sockets carry nothing, its token runs out, and so does everybody else's. */
async function sleep(hours: number): Promise<void> {
  // What is under way would, awake again, be late by hours; here its deadline does not move along.
  let quiet = 0;
  await until(() => (quiet = fixture.proxy.underWay === 0 ? quiet + 1 : 0) > 40, 'nothing under way');
  fixture.proxy.halfOpen = true;
  restoreDate = shiftDate(hours * HOUR);
  fixture.backend.faults.expireTokens();
}

function wake({ environment }: Entrance): void {
  fixture.proxy.heal();
  environment.wake();
}

/** An agent who signs in for each word: one who stayed would have slept, too. */
async function answer({ conversation }: Entrance, content: string): Promise<void> {
  const client = await fixture.backend.agentClient(fixture.backend.tenants[0]);
  const request = { session_id: conversation.id, message_id: randomUUID(), content };
  const { error } = await client.rpc('global_chat_send_message', request);
  assert.equal(error, null);
}

const requestsTo = (part: string): (() => number) => {
  let count = 0;
  fixture.backend.faults.requests((request) => {
    if (request.url.includes(part)) count += 1;
    return undefined;
  });
  return () => count;
};

for (const link of LINKS) {
  describe(`over the ${link} link`, () => {
    test('a token that expired during two hours of sleep: awake, what came is shown, and what is written goes out', async () => {
      const talk = await fixture.enter({ link });
      const { conversation, stored } = talk;
      watchOrder(conversation);
      await until(() => conversation.get().connection === 'live', 'a live conversation');
      await sleep(2);
      await answer(talk, 'While you slept');
      wake(talk);
      await until(() => conversation.get().messages.length === 2, 'what came');
      await conversation.send({ content: 'Awake' });
      await until(() => isSent(talk), 'what was written');
      await until(() => conversation.get().connection === 'live', 'a live conversation', {
        patience: 20_000,
      });
      await answer(talk, 'And told');
      await until(() => conversation.get().messages.length === 4, 'an event', { patience: 5000 });
      assert.deepEqual(shownBy(conversation), await stored());
    });

    test('a refresh endpoint that fails for ten minutes ends nothing: messages wait, and go out', async () => {
      const clock = createScaledClock();
      const talk = await fixture.enter({ link, clock });
      const { conversation, stored } = talk;
      const userId = (): string | null => conversation.get().messages[0]?.senderId ?? null;
      const before = userId();
      const failing = fixture.backend.faults.requests((request) =>
        request.url.includes('/auth/v1/token') ? { status: 503 } : undefined,
      );
      await sleep(2);
      wake(talk);
      await conversation.send({ content: 'Held up' });
      clock.setFactor(100);
      await clock.pass(600_000);
      assert.deepEqual(shownBy(conversation), ['Hello', 'Held up (pending)']);
      clock.setFactor(1);
      failing();
      await until(() => isSent(talk), 'sent', { patience: 30_000 });
      assert.deepEqual(await stored(), ['Hello', 'Held up']);
      assert.equal(userId(), before);
      assert.deepEqual(shownBy(conversation), await stored());
    });

    test('a login that was ended: what it queued stays, is not sent as somebody else, and the visitor can begin anew', async () => {
      const talk = await fixture.enter({ link });
      const { chat, conversation, stored } = talk;
      const [session] = await fixture.backend
        .sql`select visitor_id from public.global_chat_sessions where id = ${conversation.id}`;
      await sleep(2);
      await fixture.backend.sql`delete from auth.sessions where user_id =
        (select user_id from public.global_chat_visitors where id = ${String(session?.visitor_id)})`;
      wake(talk);
      await conversation.send({ content: 'Whose is this?' });
      await until(() => conversation.get().messages.at(-1)?.delivery === 'failed', 'a verdict', {
        patience: 20_000,
      });
      assert.deepEqual(shownBy(conversation), ['Hello', 'Whose is this? (failed)']);
      assert.deepEqual(await stored(), ['Hello']);
      const fresh = chat.conversation();
      fresh.open();
      await fresh.send({ content: 'Anew' });
      await until(() => fresh.get().messages[0]?.seq === 1, 'a new conversation');
      const [other] = await fixture.backend
        .sql`select visitor_id from public.global_chat_sessions where id = ${fresh.id}`;
      assert.notEqual(other?.visitor_id, session?.visitor_id);
      assert.deepEqual(await stored(), ['Hello']);
    });

    for (const days of [1, -1]) {
      test(`a device whose clock is ${days > 0 ? 'a day ahead' : 'a day behind'}: the same order for all, no storm of tokens`, async () => {
        const { clock } = createTestEnvironment();
        const wrong = { ...clock, now: () => clock.now() + days * 24 * HOUR };
        const tokens = requestsTo('grant_type=refresh_token');
        const talk = await fixture.begin({ link, clock: wrong });
        const { conversation, thread, agree, stored } = talk;
        watchOrder(conversation);
        for (const number of [1, 2, 3]) {
          await conversation.send({ content: `Question ${number}` });
          await until(() => isSent(talk), 'sent');
          await thread.send({ content: `Answer ${number}` });
          await until(() => conversation.get().messages.at(-1)?.content === `Answer ${number}`, 'answered');
        }
        await agree();
        assert.deepEqual(await stored(), [
          'Hello',
          ...[1, 2, 3].flatMap((n) => [`Question ${n}`, `Answer ${n}`]),
        ]);
        // Pages below sort by what the database says: its clock, not the device's.
        const times = conversation.get().messages.map(({ createdAt }) => createdAt);
        assert.ok(times.every((time) => Math.abs(time - Date.now()) < HOUR));
        assert.equal(tokens(), 0);
      });
    }
  });
}
