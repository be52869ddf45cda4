// What brings a planted bug out by construction: each arranges the moment in which the bug must show, by waiting for what
// people see and never for time. A client without the bug gets through each of them unharmed.
import type { HttpFault } from './proxy.ts';
import { NO_FRAME_FAULTS } from './proxy.ts';
import type { Person } from './person.ts';
import type { Fixture } from './fixture.ts';
import { createUntil } from '../../../../tools/test-kit/until.ts';

const until = createUntil({ patience: 30_000, interval: 25 });

export type Provocation = (fixture: Fixture) => Promise<void>;

/** How often each is repeated. */
const ROUNDS = 2;

function faulty(fixture: Fixture, path: string, kind: HttpFault['kind'], times?: number): () => void {
  const fault: HttpFault = { kind, path, ...(times === undefined ? {} : { times }) };
  const { httpFaults } = fixture.forVisitors;
  httpFaults.push(fault);
  return () => {
    if (httpFaults.includes(fault)) httpFaults.splice(httpFaults.indexOf(fault), 1);
  };
}

const waiting = (person: Person): number => person.shown().filter(({ seq }) => seq === null).length;
const stored = (person: Person): number => person.shown().filter(({ seq }) => seq !== null).length;

async function rounds(
  fixture: Fixture,
  round: (visitor: Person, seat: Person) => Promise<void>,
): Promise<void> {
  for (let number = 0; number < ROUNDS; number++) {
    const at = Math.floor(fixture.random.next() * fixture.visitors.length);
    const visitor = fixture.visitors[at];
    const seat = fixture.seats[at];
    if (visitor && seat) await round(visitor, seat);
  }
}

/** Several messages go through an untroubled network. */
export const ordinaryTalk: Provocation = (fixture) =>
  rounds(fixture, async (visitor) => {
    const before = stored(visitor);
    await until(() => stored(visitor) >= before + 3, 'three more messages');
  });

/** The browser dies with messages in the outbox that the server never heard of. */
export const deathBeforeTheRequest: Provocation = (fixture) =>
  rounds(fixture, async (visitor) => {
    const mend = faulty(fixture, 'send_message', 'cut');
    await until(() => waiting(visitor) >= 3, 'three messages that wait');
    await visitor.crash();
    mend();
    await until(() => stored(visitor) > 0, 'the new page');
  });

/** Everything that the agent says for a while is not heard by the visitor. */
export const lostEvents: Provocation = (fixture) =>
  rounds(fixture, async (visitor, seat) => {
    const proxy = fixture.forVisitors;
    proxy.frameFaults = { ...NO_FRAME_FAULTS, drop: 1 };
    const word = `Unheard ${fixture.random.between(1, 1e9)}`;
    await seat.say(word);
    await until(
      () => seat.shown().some(({ content, seq }) => content === word && seq !== null),
      'the unheard word at the agent',
    );
    // The visitor's own next message is the newest that a client could take for the end of what it knows.
    await until(() => {
      const messages = seat.shown();
      const place = messages.findIndex(({ content }) => content === word);
      return messages.slice(place + 1).some(({ content }) => content.startsWith(visitor.name));
    }, 'an answer of the visitor');
    proxy.frameFaults = NO_FRAME_FAULTS;
    proxy.cutSockets();
    const heard = stored(visitor);
    await until(() => stored(visitor) > heard, 'something new at the visitor', { patience: 3000 }).catch(
      () => undefined,
    );
  });

/** The server refuses for a while. */
export const refusedRequests: Provocation = (fixture) =>
  rounds(fixture, async (visitor) => {
    const mend = faulty(fixture, 'send_message', 'refuse');
    const asked = fixture.history.sent.size;
    const before = waiting(visitor);
    await until(() => fixture.history.sent.size >= asked + 6, 'more messages');
    await until(() => waiting(visitor) !== before, 'one that waits, or claims not to', {
      patience: 1000,
    }).catch(() => undefined);
    mend();
  });

/** The row is committed, the answer is lost, and neither an event nor a sync tells of it in time. */
export const lostAnswers: Provocation = (fixture) =>
  rounds(fixture, async () => {
    const proxy = fixture.forVisitors;
    proxy.frameFaults = { ...NO_FRAME_FAULTS, drop: 1 };
    const mendSync = faulty(fixture, 'global_chat_sync', 'cut');
    const mendSend = faulty(fixture, 'send_message', 'lose-answer');
    const failures = (): number =>
      [...fixture.history.sent.values()].filter((sent) => sent.saidToFail).length;
    const before = failures();
    const lost = proxy.lostAnswers;
    await until(() => proxy.lostAnswers >= lost + 3, 'lost answers');
    await until(() => failures() > before, 'a verdict of the client', { patience: 1000 }).catch(
      () => undefined,
    );
    mendSend();
    mendSync();
    proxy.frameFaults = NO_FRAME_FAULTS;
  });
