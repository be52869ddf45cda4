// What a network can do to a conversation, over both links and the real backend: requests and answers that vanish, sockets
// that die or only seem to live.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { LINKS } from '../actors.ts';
import { openFixture, shownBy, watchOrder, type Fixture } from './fixture.ts';
import { until } from '../../../../tools/test-kit/until.ts';
import { createScaledClock } from '../../../../tools/test-kit/clocks.ts';

let fixture: Fixture;
before(async () => {
  fixture = await openFixture();
});
after(() => fixture.close());
afterEach(() => fixture.tidy());

for (const link of LINKS) {
  describe(`over the ${link} link`, () => {
    test('a response lost after commit: stored once, one bubble, sent', async () => {
      const { conversation, agree, stored } = await fixture.begin({ link });
      watchOrder(conversation);
      fixture.proxy.httpFaults.push({ kind: 'lose-answer', path: 'send_message', times: 1 });
      const lost = fixture.proxy.lostAnswers;
      await conversation.send({ content: 'Once' });
      await until(() => fixture.proxy.lostAnswers > lost, 'the lost answer');
      await conversation.send({ content: 'Then' });
      await until(() => conversation.get().messages.every(({ seq }) => seq !== null), 'sent');
      assert.deepEqual(await stored(), ['Hello', 'Once', 'Then']);
      await agree();
    });

    test('a request that is black-holed for 30 s waits, and is sent when the hole is gone', async () => {
      const clock = createScaledClock();
      const { conversation, agree, stored } = await fixture.begin({ link, clock });
      fixture.proxy.httpFaults.push({ kind: 'black-hole', path: 'send_message' });
      await conversation.send({ content: 'Into the hole' });
      await conversation.send({ content: 'Behind it' });
      clock.setFactor(10);
      await clock.pass(30_000);
      assert.deepEqual(shownBy(conversation), ['Hello', 'Into the hole (pending)', 'Behind it (pending)']);
      clock.setFactor(1);
      fixture.proxy.heal();
      await until(() => conversation.get().messages.every(({ seq }) => seq !== null), 'both sent', {
        patience: 20_000,
      });
      assert.deepEqual(await stored(), ['Hello', 'Into the hole', 'Behind it']);
      await agree();
    });

    test('a socket cut three times while 50 messages arrive: all of them, in order, without a hole', async () => {
      const { conversation, thread, agree } = await fixture.begin({ link });
      watchOrder(conversation);
      const count = (): number => conversation.get().messages.length;
      const talking = (async () => {
        for (let number = 1; number <= 50; number += 1) await thread.send({ content: `Answer ${number}` });
      })();
      for (const moment of [10, 20, 30]) {
        await until(() => count() >= moment, `${moment} messages`, { patience: 20_000 });
        fixture.proxy.cutSockets();
      }
      await talking;
      await until(
        () => thread.get().messages.filter(({ seq }) => seq !== null).length === 51,
        'all at the agent',
        { patience: 20_000 },
      );
      await agree();
      assert.equal(count(), 51);
    });

    test('a half-open socket: what it swallows is found within 20 s, and it is replaced', async () => {
      const clock = createScaledClock();
      const { conversation, thread } = await fixture.begin({ link, clock, heartbeat: 1000 });
      fixture.proxy.freezeSockets();
      const { upgrades } = fixture.proxy;
      await thread.send({ content: 'Into a dead socket' });
      clock.setFactor(10);
      const from = clock.now();
      await until(() => conversation.get().messages.length === 2, 'the message');
      assert.ok(clock.now() - from < 30_000, `${clock.now() - from} ms`);
      await until(() => fixture.proxy.upgrades > upgrades, 'a new socket', { patience: 20_000 });
      await until(() => conversation.get().connection === 'live', 'a live one', { patience: 20_000 });
      clock.setFactor(1);
      await thread.send({ content: 'Into a live one' });
      await until(() => conversation.get().messages.length === 3, 'the next message, told');
    });

    test('a last event that is lost, and nothing after it: found within 20 s', async () => {
      const clock = createScaledClock();
      const { conversation, thread } = await fixture.begin({ link, clock });
      fixture.proxy.frameFaults = { drop: 1, duplicate: 0, hold: 0, delay: 0 };
      await thread.send({ content: 'Unheard' });
      await until(() => thread.get().messages.at(-1)?.seq === 2, 'stored');
      const from = clock.now();
      clock.setFactor(10);
      await until(() => conversation.get().messages.length === 2, 'the message');
      assert.ok(clock.now() - from < 25_000, `${clock.now() - from} ms`);
    });

    test('events dropped for 60 s: nothing is missing for longer than 20 s', async () => {
      const clock = createScaledClock();
      const { conversation, thread, agree } = await fixture.begin({ link, clock });
      watchOrder(conversation);
      const said = new Map<string, number>();
      const delays: number[] = [];
      conversation.subscribe(() => {
        for (const { content } of conversation.get().messages) {
          const at = said.get(content);
          if (at !== undefined) delays.push(clock.now() - at);
          said.delete(content);
        }
      });
      fixture.proxy.frameFaults = { drop: 1, duplicate: 0, hold: 0, delay: 0 };
      clock.setFactor(10);
      for (let number = 1; number <= 12; number += 1) {
        said.set(`Answer ${number}`, clock.now());
        await thread.send({ content: `Answer ${number}` });
        await clock.pass(5000);
      }
      fixture.proxy.heal();
      await until(() => said.size === 0, 'all of them');
      assert.ok(Math.max(...delays) < 27_000, `${Math.max(...delays)} ms`);
      clock.setFactor(1);
      await agree();
    });

    test('every frame tripled: one bubble, one unread', async () => {
      const { conversation, thread, chat, agree } = await fixture.begin({ link });
      watchOrder(conversation);
      fixture.backend.faults.frames(({ direction }) => (direction === 'out' ? { copies: 3 } : undefined));
      for (const content of ['One', 'Two', 'Three']) await thread.send({ content });
      await until(() => conversation.get().messages.length === 4, 'all three');
      await conversation.send({ content: 'Four' });
      await until(
        () => thread.get().messages.filter(({ seq }) => seq !== null).length === 5,
        'everything at the agent',
      );
      await agree();
      await thread.send({ content: 'Five' });
      await until(() => conversation.get().messages.length === 6, 'the last');
      assert.deepEqual([conversation.get().unread, chat.get().unread], [1, 1]);
    });

    test('frames reordered by 0-5 s: shown in order, edits and the tombstone last', async () => {
      const { conversation, thread, agree } = await fixture.begin({ link });
      watchOrder(conversation);
      const random = Math.imul(7, 31);
      let step = random;
      fixture.backend.faults.frames(({ direction, event }) =>
        direction === 'out' && event === 'broadcast' ? { delay: (step = (step * 7919) % 5003) } : undefined,
      );
      for (let number = 1; number <= 12; number += 1) await thread.send({ content: `Answer ${number}` });
      await until(
        () => thread.get().messages.filter(({ seq }) => seq !== null).length === 13,
        'all at the agent',
        { patience: 20_000 },
      );
      const [, first, second] = thread.get().messages;
      await thread.edit(first?.id ?? '', 'Answer 1, corrected');
      await thread.delete(second?.id ?? '');
      await agree();
      assert.deepEqual(shownBy(conversation).slice(0, 3), ['Hello', 'Answer 1, corrected', '']);
    });
  });
}
