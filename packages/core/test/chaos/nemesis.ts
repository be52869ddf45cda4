// The one who breaks things, by seed. Owns the faults of network, devices and backend, and how long each lasts; everything
// it breaks it mends. What it does to browser tabs is in tab-faults.ts.
import { NO_FRAME_FAULTS, type HttpFault } from './proxy.ts';
import type { Fixture } from './fixture.ts';
import { TAB_FAULTS } from './tab-faults.ts';
import { pause } from '../../../../tools/test-kit/until.ts';

export interface Fault {
  readonly name: string;
  /** How often it is chosen, relative to the others. */
  readonly weight: number;
  /** Of the backend, or of a browser: one of a kind at a time, since a restart needs something that runs. */
  readonly exclusive?: 'backend' | 'browser';
  run(fixture: Fixture): Promise<void> | void;
}

const http = (kind: HttpFault['kind'], weight: number): Fault => ({
  name: `http ${kind}`,
  weight,
  run({ random, proxies }) {
    const path = random.pick([
      'send_message',
      'send_message',
      'global_chat_sync',
      'open_session',
      'mark_read',
      '/auth/v1/',
    ]);
    random
      .pick(proxies)
      .httpFaults.push({ kind, path, times: random.between(1, 3), delay: random.between(100, 3000) });
  },
});

const FAULTS: readonly Fault[] = [
  http('lose-answer', 4),
  http('refuse', 2),
  http('cut', 2),
  http('twice', 2),
  http('delay', 2),
  http('black-hole', 1),
  { name: 'sockets cut', weight: 4, run: ({ random, proxies }) => random.pick(proxies).cutSockets() },
  {
    name: 'frames lost, doubled and late',
    weight: 4,
    async run({ random, proxies }) {
      const proxy = random.pick(proxies);
      proxy.frameFaults = {
        drop: random.next() * 0.6,
        duplicate: random.next() * 0.4,
        hold: random.next() * 0.6,
        delay: random.between(50, 2500),
      };
      await pause(random.between(500, 4000));
      proxy.frameFaults = NO_FRAME_FAULTS;
    },
  },
  {
    name: 'network down',
    weight: 2,
    async run({ random, proxies }) {
      const proxy = random.pick(proxies);
      proxy.down = true;
      proxy.cutSockets();
      await pause(random.between(200, 3000));
      proxy.down = false;
    },
  },
  {
    name: 'half-open sockets',
    weight: 1,
    async run({ random, proxies }) {
      const proxy = random.pick(proxies);
      proxy.halfOpen = true;
      await pause(random.between(500, 4000));
      proxy.cutSockets();
      proxy.halfOpen = false;
    },
  },
  { name: 'device killed', weight: 3, run: ({ random, visitors }) => random.pick(visitors).crash() },
  {
    name: 'offline flapping',
    weight: 1,
    async run({ random, visitors, seats }) {
      const person = random.pick([...visitors, ...seats]);
      for (let turn = 0; turn < 6; turn++) {
        await person.setOnline(turn % 2 === 1);
        await pause(random.between(50, 400));
      }
    },
  },
  {
    name: 'woken from sleep',
    weight: 1,
    run: ({ random, visitors, seats }) => random.pick([...visitors, ...seats]).wake(),
  },
  {
    name: 'database killed',
    weight: 1,
    exclusive: 'backend',
    run: ({ backend }) => backend.killDatabase(),
  },
  { name: 'server killed', weight: 1, exclusive: 'backend', run: ({ backend }) => backend.killServer() },
];

/** Breaks something every 0.1 to 1 s until it is over, then waits for the end of its last fault. */
export async function injectFaults(fixture: Fixture, isOver: () => boolean): Promise<Record<string, number>> {
  const { random, log } = fixture;
  const done: Record<string, number> = {};
  const faults = fixture.tabs ? [...FAULTS, ...TAB_FAULTS] : FAULTS;
  const lots = faults.flatMap((fault) => Array.from({ length: fault.weight }, () => fault));
  const running = new Set<Promise<void>>();
  const busy = new Set<string>();
  while (!isOver()) {
    await pause(random.between(100, 1000));
    const fault = random.pick(lots);
    const { name, exclusive } = fault;
    if (exclusive && busy.has(exclusive)) continue;
    if (exclusive) busy.add(exclusive);
    log(`nemesis: ${name}`);
    done[name] = (done[name] ?? 0) + 1;
    const ended = Promise.resolve(fault.run(fixture)).finally(() => {
      running.delete(ended);
      if (exclusive) busy.delete(exclusive);
    });
    running.add(ended);
  }
  await Promise.all(running);
  return done;
}
