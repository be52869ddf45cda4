/** Who is there: state, joins and leaves as clients of both versions see them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { VERSIONS, breakSocket, freshTopic, signToken, startBackend, subscribed } from './harness.ts';
import type { Backend, RealtimeChannel, RealtimeChannelOptions, SupabaseClient } from './harness.ts';
import { RawSocket } from './raw-socket.ts';
import { until } from './harness.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
  await backend.sql.unsafe(`
    create policy "signed in hear rooms and halls" on realtime.messages for select to authenticated
      using (realtime.topic() like 'room:%' or realtime.topic() like 'hall:%' or (realtime.topic() like 'blind:%' and extension = 'broadcast'));
    create policy "signed in show themselves in rooms" on realtime.messages for insert to authenticated
      with check (realtime.topic() like 'room:%' or realtime.topic() like 'blind:%');
  `);
});
after(() => backend.stop());

interface Person {
  readonly client: SupabaseClient;
  readonly channel: RealtimeChannel;
  readonly log: string[];
  /** Keys and what is tracked under them, without references. */
  seen(this: void): Record<string, unknown[]>;
}

for (const version of VERSIONS) {
  describe(`protocol ${version}`, () => {
    async function person(
      topic: string,
      key: string,
      config: RealtimeChannelOptions['config'] = {},
    ): Promise<Person> {
      const client = backend.client({ version, token: await signToken() });
      const channel = client.channel(topic, { config: { presence: { key }, ...config } });
      const log: string[] = [];
      channel.on('presence', { event: 'sync' }, () => log.push('sync'));
      channel.on('presence', { event: 'join' }, ({ key: who, newPresences }) =>
        log.push(`+${who}:${newPresences.length}`),
      );
      channel.on('presence', { event: 'leave' }, ({ key: who, leftPresences }) =>
        log.push(`-${who}:${leftPresences.length}`),
      );
      await subscribed(channel);
      const seen = (): Record<string, unknown[]> =>
        Object.fromEntries(
          Object.entries(channel.presenceState()).map(([name, metas]) => [
            name,
            metas.map(({ presence_ref: _, ...meta }) => meta),
          ]),
        );
      return { client, channel, log, seen };
    }

    it('tells the state after the join, empty or not', async () => {
      const topic = freshTopic();
      const ann = await person(topic, 'ann');
      await until(() => ann.log.length === 1);
      assert.deepEqual([ann.log, ann.seen()], [['sync'], {}]);
      assert.equal(await ann.channel.track({ mood: 'good' }), 'ok');
      const bob = await person(topic, 'bob');
      await until(() => 'ann' in bob.seen());
      assert.deepEqual(bob.seen(), { ann: [{ mood: 'good' }] });
    });

    it('tells everybody who comes and goes, the tracker too', async () => {
      const topic = freshTopic();
      const [ann, bob] = [await person(topic, 'ann'), await person(topic, 'bob')];
      await ann.channel.track({ n: 1 });
      await until(() => 'ann' in bob.seen() && 'ann' in ann.seen());
      assert.equal(await ann.channel.untrack(), 'ok');
      await until(() => !('ann' in bob.seen()) && !('ann' in ann.seen()));
      assert.deepEqual(bob.log, ['sync', '+ann:1', 'sync', '-ann:1', 'sync']);
      assert.deepEqual(ann.log, bob.log);
    });

    it('replaces what was tracked before, with a new reference', async () => {
      const topic = freshTopic();
      const [ann, bob] = [await person(topic, 'ann'), await person(topic, 'bob')];
      await ann.channel.track({ n: 1 });
      await until(() => 'ann' in bob.seen());
      const [before] = bob.channel.presenceState()['ann'] ?? [];
      await ann.channel.track({ n: 2 });
      await until(() => (bob.seen()['ann']?.[0] as { n: number }).n === 2);
      const [now] = bob.channel.presenceState()['ann'] ?? [];
      assert.deepEqual(bob.seen(), { ann: [{ n: 2 }] });
      assert.notEqual(now?.presence_ref, before?.presence_ref);
    });

    it('says nothing when the same is tracked again', async () => {
      const topic = freshTopic();
      const [ann, bob] = [await person(topic, 'ann'), await person(topic, 'bob')];
      await ann.channel.track({ a: { b: [1] } });
      assert.equal(await ann.channel.track({ a: { b: [1] } }), 'ok');
      await bob.channel.track({});
      await until(() => 'bob' in bob.seen());
      assert.equal(bob.log.filter((entry) => entry.startsWith('+ann')).length, 1);
    });

    it('tells when somebody leaves the channel or loses the socket', async () => {
      const topic = freshTopic();
      const [ann, bob, watcher] = [
        await person(topic, 'ann'),
        await person(topic, 'bob'),
        await person(topic, 'w'),
      ];
      await Promise.all([ann.channel.track({}), bob.channel.track({})]);
      await until(() => Object.keys(watcher.seen()).length === 2);
      await ann.channel.unsubscribe();
      await until(() => !('ann' in watcher.seen()));
      breakSocket(bob.client);
      await until(() => watcher.log.includes('-bob:1'));
    });

    it('gathers channels with one key', async () => {
      const topic = freshTopic();
      const [laptop, phone, watcher] = [
        await person(topic, 'ann'),
        await person(topic, 'ann'),
        await person(topic, 'w'),
      ];
      await laptop.channel.track({ on: 'laptop' });
      await phone.channel.track({ on: 'phone' });
      await until(() => watcher.seen()['ann']?.length === 2);
      await laptop.channel.unsubscribe();
      await until(() => watcher.seen()['ann']?.length === 1);
      assert.deepEqual(watcher.seen(), { ann: [{ on: 'phone' }] });
    });

    it('gives a key to who has none', async () => {
      const topic = freshTopic();
      const nobody = await person(topic, '');
      await nobody.channel.track({});
      await until(() => Object.keys(nobody.seen()).length === 1);
      assert.match(Object.keys(nobody.seen())[0] ?? '', /^[0-9a-f-]{36}$/);
    });

    it('shows those who do not watch, and does not make them watch', async () => {
      const topic = freshTopic();
      const watcher = await person(topic, 'w');
      const client = backend.client({ version });
      const quiet = await subscribed(client.channel(topic, { config: { presence: { key: 'quiet' } } }));
      assert.equal(await quiet.track({ here: true }), 'ok');
      await until(() => 'quiet' in watcher.seen());
    });

    it('accepts objects only', async () => {
      const socket = await RawSocket.open(backend.url, { version });
      const topic = `realtime:${freshTopic()}`;
      const joinRef = await socket.join(topic);
      for (const payload of [5, 'text', [1], null]) {
        const reply = await socket.request(
          topic,
          'presence',
          { type: 'presence', event: 'track', payload },
          joinRef,
        );
        assert.deepEqual(reply.payload, {
          status: 'error',
          response: { reason: 'Presence track payload must be a map' },
        });
      }
      const unknown = await socket.request(topic, 'presence', { type: 'presence', event: 'dance' }, joinRef);
      assert.deepEqual(unknown.payload, { status: 'error', response: {} });
      const upper = await socket.request(
        topic,
        'presence',
        { type: 'presence', event: 'TRACK', payload: {} },
        joinRef,
      );
      assert.deepEqual(upper.payload, { status: 'ok', response: {} });
      socket.close();
    });

    it('answers the track before it tells the diff, and sends both halves always', async () => {
      const socket = await RawSocket.open(backend.url, { version });
      const topic = `realtime:${freshTopic()}`;
      const joinRef = await socket.join(topic, { config: { presence: { key: 'k', enabled: true } } });
      const state = await socket.next(({ event }) => event === 'presence_state');
      assert.deepEqual(state.payload, {});
      if (version === '2.0.0') assert.equal(state.joinRef, joinRef);
      const track = { type: 'presence', event: 'track', payload: { n: 1 } };
      await socket.request(topic, 'presence', track, joinRef);
      const diff = await socket.next(({ event }) => event === 'presence_diff');
      assert.deepEqual([diff.joinRef, diff.ref], [null, null]);
      const { joins, leaves } = diff.payload as {
        joins: Record<string, { metas: { phx_ref: string }[] }>;
        leaves: object;
      };
      const reference = joins['k']?.metas[0]?.phx_ref;
      assert.deepEqual([joins, leaves], [{ k: { metas: [{ n: 1, phx_ref: reference }] } }, {}]);
      assert.ok(socket.frames.findIndex(({ event }) => event === 'phx_reply') < socket.frames.indexOf(diff));
      await socket.request(topic, 'presence', { ...track, payload: { n: 2 } }, joinRef);
      const update = await socket.next((frame) => frame.event === 'presence_diff' && frame !== diff);
      const after = update.payload as typeof diff.payload & { joins: typeof joins };
      const [meta] = after.joins['k']?.metas ?? [];
      assert.deepEqual(update.payload, {
        joins: { k: { metas: [{ n: 2, phx_ref: meta?.phx_ref, phx_ref_prev: reference }] } },
        leaves: { k: { metas: [{ n: 1, phx_ref: reference }] } },
      });
      socket.close();
    });

    it('sends the state to a channel that begins to track without having watched', async () => {
      const socket = await RawSocket.open(backend.url, { version });
      const topic = `realtime:${freshTopic()}`;
      const joinRef = await socket.join(topic, { config: { presence: { key: 'k', enabled: false } } });
      await socket.settled();
      assert.equal(
        socket.frames.some(({ event }) => event.startsWith('presence')),
        false,
      );
      await socket.request(
        topic,
        'presence',
        { type: 'presence', event: 'track', payload: { n: 1 } },
        joinRef,
      );
      const state = await socket.next(({ event }) => event === 'presence_state');
      assert.deepEqual(Object.keys(state.payload), ['k']);
      socket.close();
    });

    it('survives what nests without end', async () => {
      const socket = await RawSocket.open(backend.url, { version });
      const topic = `realtime:${freshTopic()}`;
      const joinRef = await socket.join(topic, { config: { presence: { enabled: true } } });
      for (const depth of [100, 400, 5_000, 50_000]) {
        const payload = `{"type":"presence","event":"track","payload":{"deep":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
        const frame =
          version === '2.0.0'
            ? `["${joinRef}","x","${topic}","presence",${payload}]`
            : `{"topic":"${topic}","event":"presence","ref":"x","payload":${payload}}`;
        socket.sendRaw(frame);
      }
      await socket.settled();
      assert.equal(socket.frames.filter(({ event, ref }) => event === 'phx_reply' && ref === 'x').length, 2);
      socket.close();
    });

    it('keeps up with a crowd', async () => {
      const topic = freshTopic();
      const watcher = await person(topic, 'w');
      const crowd = await Promise.all([...Array(40).keys()].map((n) => person(topic, `p${n}`)));
      await Promise.all(crowd.map(({ channel }, n) => channel.track({ n })));
      await until(() => [watcher, ...crowd].every(({ seen }) => Object.keys(seen()).length === 40));
      await Promise.all(crowd.map(({ channel }) => channel.untrack()));
      await until(() => Object.keys(watcher.seen()).length === 0);
    });

    it('is for those who may read and write it on private channels', async () => {
      const topic = freshTopic('room');
      const [ann, bob] = [
        await person(topic, 'ann', { private: true, presence: { key: 'ann' } }),
        await person(topic, 'bob', { private: true, presence: { key: 'bob' } }),
      ];
      assert.equal(await ann.channel.track({}), 'ok');
      await until(() => 'ann' in bob.seen());
    });

    it('refuses to show who may not write', async () => {
      const topic = freshTopic('hall');
      const ann = await person(topic, 'ann', { private: true });
      assert.equal(await ann.channel.track({}), 'error');
      assert.deepEqual(ann.seen(), {});
      assert.equal(await ann.channel.untrack(), 'ok');
    });

    it('withholds state and diffs from who may not read presence', async () => {
      const topic = freshTopic('blind');
      const blind = await person(topic, 'blind', { private: true });
      assert.equal(await blind.channel.track({}), 'ok');
      const other = await person(topic, 'other', { private: true });
      await other.channel.track({});
      await blind.channel.untrack();
      assert.deepEqual([blind.log, blind.seen(), other.log], [[], {}, []]);
    });

    it('keeps public and private crowds of one name apart', async () => {
      const topic = freshTopic('room');
      const [open, closed] = [
        await person(topic, 'open'),
        await person(topic, 'closed', { private: true, presence: { key: 'closed' } }),
      ];
      await Promise.all([open.channel.track({}), closed.channel.track({})]);
      await until(() => 'open' in open.seen() && 'closed' in closed.seen());
      assert.deepEqual([Object.keys(open.seen()), Object.keys(closed.seen())], [['open'], ['closed']]);
    });
  });
}
