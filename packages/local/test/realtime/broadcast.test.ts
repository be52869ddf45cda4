/** Broadcast between clients of both protocol versions. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { VERSIONS, eventually, freshTopic, startBackend, subscribed } from './harness.ts';
import type { Backend } from './harness.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

for (const sender of VERSIONS) {
  for (const receiver of VERSIONS) {
    describe(`from ${sender} to ${receiver}`, () => {
      it('delivers the payload, once', async () => {
        const topic = freshTopic();
        const received: unknown[] = [];
        const a = await subscribed(backend.client({ version: sender }).channel(topic));
        const listening = backend.client({ version: receiver }).channel(topic);
        listening.on('broadcast', { event: 'hi' }, (message) => received.push(message));
        await subscribed(listening);
        assert.equal(await a.send({ type: 'broadcast', event: 'hi', payload: { text: 'größe 🙂', n: [1, null] } }), 'ok');
        await eventually(() => received.length > 0);
        assert.deepEqual(received, [{ type: 'broadcast', event: 'hi', payload: { text: 'größe 🙂', n: [1, null] } }]);
      });
    });
  }
}
