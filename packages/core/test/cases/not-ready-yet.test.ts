// A message that is stored after the server said "subscribed" and before its replication told of changes: the one moment in
// which a joined channel is deaf. Only the sync at readiness can find it at once.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { LINKS } from '../actors.ts';
import { openFixture, watchOrder, type Fixture } from './fixture.ts';
import { until } from '../../../../tools/test-kit/until.ts';

let fixture: Fixture;
let isDeaf = false;
let dropped = 0;
const held: (() => void)[] = [];

before(async () => {
  fixture = await openFixture({
    realtime: {
      faults: {
        outbound({ topic, event }, pass) {
          const isSession = topic.includes('session:');
          if (isDeaf && isSession && event === 'system') held.push(pass);
          else if (isDeaf && isSession && event === 'broadcast') dropped += 1;
          else pass();
        },
      },
    },
  });
});
after(() => fixture.close());
afterEach(() => {
  isDeaf = false;
  return fixture.tidy();
});

for (const link of LINKS) {
  test(`over the ${link} link: a message between subscribed and ready is shown when the channel is ready`, async () => {
    const { conversation, thread } = await fixture.begin({ link });
    watchOrder(conversation);
    held.length = dropped = 0;
    isDeaf = true;
    fixture.proxy.cutSockets();
    // The agent has a socket of its own and goes straight to the backend.
    await until(() => held.length > 0, 'a channel that is joined and not ready', { patience: 15_000 });
    await thread.send({ content: 'In between' });
    await until(() => dropped > 0, 'an event that nobody heard');
    const shown = (): number => conversation.get().messages.length;
    isDeaf = false;
    const from = performance.now();
    for (const pass of held.splice(0)) pass();
    await until(() => shown() === 2, 'the message');
    assert.ok(performance.now() - from < 3000, 'neither the timer of 20 s nor the one of 5 s was needed');
  });
}
