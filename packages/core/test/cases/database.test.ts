// What the database and the other side can do to a conversation, over both links and the real backend: broadcasts that
// fail, refusals, and changes that race.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { LINKS } from '../actors.ts';
import { openFixture, shownBy, watchOrder, type Fixture, type Talk } from './fixture.ts';
import { until } from '../../../../tools/test-kit/until.ts';
import { createScaledClock } from '../../../../tools/test-kit/clocks.ts';

let fixture: Fixture;
before(async () => {
  fixture = await openFixture({ realtime: { timings: { joinRefusalDelayMs: 20 } } });
});
after(() => fixture.close());
afterEach(() => fixture.tidy());

const isSent = ({ conversation }: Talk): boolean =>
  conversation.get().messages.every(({ seq }) => seq !== null);

/** `realtime.send` as it is, to be put back. */
async function raiseOnSend(): Promise<() => Promise<void>> {
  const { sql } = fixture.backend;
  const [known] =
    await sql`select pg_get_functiondef('realtime.send(jsonb, text, text, boolean)'::regprocedure) as text`;
  await sql.unsafe(`create or replace function realtime.send(payload jsonb, event text, topic text, private boolean default true)
    returns void language plpgsql as $$ begin raise exception 'no broadcasts today'; end $$`);
  return async () => void (await sql.unsafe(String(known?.text)));
}

for (const link of LINKS) {
  describe(`over the ${link} link`, () => {
    test('realtime.send raises: messages are stored, acknowledged, and found by asking', async () => {
      const clock = createScaledClock();
      const talk = await fixture.begin({ link, clock });
      const { conversation, thread } = talk;
      const restore = await raiseOnSend();
      try {
        await conversation.send({ content: 'Without a bell' });
        await until(() => isSent(talk), 'sent');
        await thread.send({ content: 'Nor this' });
        await until(() => thread.get().messages.at(-1)?.seq === 3, 'stored');
        clock.setFactor(10);
        await until(() => conversation.get().messages.length === 3, 'found');
        assert.deepEqual(shownBy(conversation), ['Hello', 'Without a bell', 'Nor this']);
      } finally {
        await restore();
      }
    });

    test('a refused join: the conversation says so, and goes on by asking every few seconds', async () => {
      const clock = createScaledClock();
      const refusals: string[] = [];
      fixture.backend.faults.joins(({ topic }) => {
        if (!topic.startsWith('session:')) return undefined;
        refusals.push(topic);
        return 'You do not have permissions to read from this Channel topic';
      });
      /** Said until the next sync works. */
      const said = new Set<string | undefined>();
      const { conversation } = await fixture.enter({
        link,
        clock,
        onState: ({ error }) => void said.add(error?.code),
      });
      await until(() => said.has('channel_refused'), 'the refusal', { patience: 15_000 });
      const thread = await fixture.answer(conversation.id);
      await thread.send({ content: 'Can you hear me?' });
      const from = clock.now();
      clock.setFactor(10);
      await until(() => conversation.get().messages.length === 2, 'the answer');
      assert.ok(clock.now() - from < 15_000, `${clock.now() - from} ms`);
      await clock.pass(60_000);
      assert.equal(new Set(refusals).size, 1);
      assert.ok(refusals.length <= 2, `${refusals.length} joins`);
    });

    test('429: everything gets through in order, as slowly as was asked, and nothing is called failed', async () => {
      const [, tenant] = fixture.backend.tenants;
      const clock = createScaledClock();
      const talk = await fixture.begin({ link, clock, tenant });
      const { conversation, stored } = talk;
      const seen = new Set<string>();
      conversation.subscribe(() => conversation.get().messages.forEach(({ delivery }) => seen.add(delivery)));
      const limit = (burst: number) =>
        fixture.backend
          .sql`update public.global_widget_config set message_burst = ${burst}, messages_per_second = 1
          where id = ${tenant.widgetId}`;
      await limit(2);
      try {
        const texts = Array.from({ length: 6 }, (_, index) => `Quick ${index + 1}`);
        for (const content of texts) await conversation.send({ content });
        await until(() => isSent(talk), 'all sent', { patience: 30_000 });
        assert.deepEqual(await stored(), ['Hello', ...texts]);
        assert.ok(!seen.has('failed'));
      } finally {
        await limit(10_000);
      }
    });

    test('the status changes while messages are sent: both sides end with what is stored', async () => {
      const talk = await fixture.begin({ link });
      const { conversation, thread, agree } = talk;
      watchOrder(conversation);
      const statuses = ['resolved', 'open', 'pending', 'resolved', 'open', 'resolved'] as const;
      await Promise.all([
        (async () => {
          for (let number = 1; number <= 6; number += 1)
            await conversation.send({ content: `Words ${number}` });
        })(),
        (async () => {
          for (const status of statuses) await thread.update({ status });
        })(),
      ]);
      await until(() => isSent(talk), 'all sent');
      await agree();
      const [row] = await fixture.backend
        .sql`select status, rev::int, last_seq::int from public.global_chat_sessions
        where id = ${conversation.id}`;
      for (const side of [conversation, thread]) {
        const current = (): unknown => {
          const session = side.get().session;
          return session && { status: session.status, rev: session.rev, last_seq: session.lastSeq };
        };
        await until(
          () => JSON.stringify(current()) === JSON.stringify({ ...row }),
          `${side.side} to know ${JSON.stringify(row)}`,
        );
      }
    });

    test('an edit and a deletion race: a tombstone for everybody, and it stays', async () => {
      const talk = await fixture.begin({ link });
      const { conversation, thread, agree } = talk;
      for (let round = 1; round <= 5; round += 1) {
        const id = await conversation.send({ content: `Regretted ${round}` });
        await until(() => isSent(talk), 'sent');
        const deleted = new Set<string>();
        const stop = [conversation, thread].map((side) =>
          side.subscribe(() => {
            const message = side.get().messages.find((candidate) => candidate.id === id);
            if (message?.deletedAt) deleted.add(side.side);
            else assert.ok(!deleted.has(side.side), 'a tombstone does not speak again');
          }),
        );
        const outcomes = await Promise.allSettled([
          conversation.edit(id, `Corrected ${round}`),
          conversation.delete(id),
        ]);
        assert.equal(outcomes[1]?.status, 'fulfilled');
        await until(() => deleted.size === 2, 'tombstones');
        await agree();
        for (const end of stop) end();
      }
      assert.deepEqual(shownBy(conversation), ['Hello', '', '', '', '', '']);
    });
  });
}
