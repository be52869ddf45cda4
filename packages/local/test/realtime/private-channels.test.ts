/** Who may join, hear and send on private channels is decided by the policies on realtime.messages. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { VERSIONS, eventually, freshTopic, startBackend, subscribed } from './harness.ts';
import type { Backend, RealtimeChannel } from './harness.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
  await backend.sql.unsafe(`
    create policy "anyone signed in hears rooms" on realtime.messages for select to authenticated
      using (realtime.topic() like 'room:%' or realtime.topic() like 'stage:%');
    create policy "anyone signed in speaks in rooms" on realtime.messages for insert to authenticated
      with check (realtime.topic() like 'room:%' and extension = 'broadcast');
  `);
});
after(() => backend.stop());

for (const version of VERSIONS) {
  describe(`protocol ${version}`, () => {
    async function member(topic: string, config: object = {}): Promise<RealtimeChannel> {
      const client = backend.client({ version, token: await backend.token() });
      return client.channel(topic, { config: { private: true, ...config } });
    }

    it('lets in who may read and delivers what they may write', async () => {
      const topic = freshTopic('room');
      const received: unknown[] = [];
      const listener = (await member(topic)).on('broadcast', { event: '*' }, ({ payload }) => received.push(payload));
      await subscribed(listener);
      const speaker = await subscribed(await member(topic, { broadcast: { ack: true } }));
      assert.equal(await speaker.send({ type: 'broadcast', event: 'x', payload: { n: 1 } }), 'ok');
      await eventually(() => received.length === 1);
      assert.deepEqual(received, [{ n: 1 }]);
    });

    it('refuses who may not read', async () => {
      const topic = freshTopic('cellar');
      await assert.rejects(
        async () => subscribed(await member(topic)),
        { message: `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}` },
      );
    });

    it('drops what may not be written, without closing the channel', async () => {
      const topic = freshTopic('stage');
      const received: unknown[] = [];
      const listener = (await member(topic)).on('broadcast', { event: '*' }, ({ payload }) => received.push(payload));
      await subscribed(listener);
      const speaker = await subscribed(await member(topic, { broadcast: { ack: true } }));
      assert.equal(await speaker.send({ type: 'broadcast', event: 'x', payload: { n: 1 } }), 'error');
      await backend.sql`select realtime.send('{"n":2}', 'x', ${topic})`;
      await eventually(() => received.length === 1);
      assert.equal((received[0] as { n: number }).n, 2);
    });
  });
}
