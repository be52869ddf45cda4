// A message that is stored after the server said "subscribed" and before its replication told of changes: the one moment in
// which a joined channel is deaf. Only the sync at readiness can find it at once.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { LINKS } from '../actors.ts';
import { until } from '../test-environment.ts';
import { openFixture, watchOrder, type Fixture } from './fixture.ts';

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
    await until('a channel that is joined and not ready', () => held.length > 0, 15_000);
    await thread.send({ content: 'In between' });
    await until('an event that nobody heard', () => dropped > 0);
    const shown = (): number => conversation.get().messages.length;
    isDeaf = false;
    const from = performance.now();
    for (const pass of held.splice(0)) pass();
    await until('the message', () => shown() === 2);
    assert.ok(performance.now() - from < 3000, 'neither the timer of 20 s nor the one of 5 s was needed');
  });
}
