// The backend of a benchmark in a process of its own, so that its work is not the clients'.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DeliveryBackend, Order } from './delivery/serve-schema.ts';

export interface BenchBackend {
  readonly backend: DeliveryBackend;
  order(order: Order): void;
  /** Of the process that serves REST, Auth and Realtime, in bytes. */
  residentMemory(): Promise<number>;
  readonly stop: () => Promise<void>;
}

export async function startDeliveryBackend(args: readonly string[] = []): Promise<BenchBackend> {
  const script = fileURLToPath(new URL('./delivery/serve-schema.ts', import.meta.url));
  const child = fork(script, [...args], { execArgv: ['--conditions=source'] });
  const [backend] = (await once(child, 'message')) as [DeliveryBackend];
  const order = (wanted: Order): void => void child.send(wanted);
  return {
    backend,
    order,
    async residentMemory() {
      const answer = once(child, 'message');
      order('usage');
      return Number((await answer)[0]);
    },
    async stop() {
      const exit = once(child, 'exit');
      order('stop');
      await exit;
    },
  };
}
