// The one who breaks things, by seed. Owns the list of faults and how long each lasts; everything it breaks it mends.
import type { BackendProcess } from './backend-process.ts';
import type { Person } from './people.ts';
import { NO_FRAME_FAULTS, type FaultProxy, type HttpFault } from './proxy.ts';
import type { Random } from './random.ts';

export interface NemesisOptions {
  readonly random: Random;
  readonly backend: BackendProcess;
  readonly proxies: readonly FaultProxy[];
  readonly people: readonly Person[];
  readonly log: (line: string) => void;
  /** Names of the only faults to use; all when absent. */
  readonly only?: readonly string[] | undefined;
}

interface Fault {
  readonly name: string;
  /** How often it is chosen, relative to the others. */
  readonly weight: number;
  /** Of the backend: one at a time, since a restart needs something that runs. */
  readonly isDeath?: boolean;
  run(options: NemesisOptions): Promise<void> | void;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

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
  { name: 'browser killed', weight: 3, run: ({ random, people }) => random.pick(people).crash() },
  {
    name: 'offline flapping',
    weight: 1,
    async run({ random, people }) {
      const { tab } = random.pick(people);
      for (let turn = 0; turn < 6; turn++) {
        tab.setOnline(turn % 2 === 1);
        await pause(random.between(50, 400));
      }
    },
  },
  { name: 'woken from sleep', weight: 1, run: ({ random, people }) => random.pick(people).tab.wake() },
  { name: 'database killed', weight: 1, isDeath: true, run: ({ backend }) => backend.killDatabase() },
  { name: 'server killed', weight: 1, isDeath: true, run: ({ backend }) => backend.killServer() },
];

/** Breaks something every 0.1 to 1 s until `until` (epoch ms), then waits for its last fault to be over. */
export async function torment(options: NemesisOptions, until: number): Promise<Record<string, number>> {
  const { random, log } = options;
  const done: Record<string, number> = {};
  const faults = FAULTS.filter((fault) => options.only?.includes(fault.name) ?? true);
  const lots = faults.flatMap((fault) => Array.from({ length: fault.weight }, () => fault));
  const running = new Set<Promise<void>>();
  let isDying = false;
  while (Date.now() < until) {
    await pause(random.between(100, 1000));
    const fault = random.pick(lots);
    if (fault.isDeath && isDying) continue;
    isDying ||= fault.isDeath === true;
    log(`nemesis: ${fault.name}`);
    done[fault.name] = (done[fault.name] ?? 0) + 1;
    const ended = Promise.resolve(fault.run(options)).finally(() => {
      running.delete(ended);
      if (fault.isDeath) isDying = false;
    });
    running.add(ended);
  }
  await Promise.all(running);
  return done;
}
