// What the database does for one message, by the number of those who hear it: statements and blocks, as PostgreSQL counts
// them itself. For a broadcast both must not depend on the listeners.
import { WebSocket } from 'ws';
import { openVisitor, type BenchVisitor } from '../visitors.ts';
import type { DeliveryBackend } from '../delivery/serve-schema.ts';
import { round } from '../statistics.ts';
import type { Writers } from '../writers.ts';
import { until } from '../../../../tools/test-kit/until.ts';

export interface MessageCost {
  readonly subscribers: number;
  /** Of all roles together, without what an idle backend does in the same time. */
  readonly statements: number;
  readonly blocks: number;
  readonly milliseconds: number;
  readonly heard: number;
}

const MESSAGES = 200;

interface Work {
  readonly calls: number;
  readonly blocks: number;
  readonly time: number;
}

function joinRaw(backend: DeliveryBackend, visitor: BenchVisitor, onEvent: () => void): Promise<WebSocket> {
  const address = `${backend.apiUrl.replace('http', 'ws')}/realtime/v1/websocket?apikey=${backend.publishableKey}&vsn=1.0.0`;
  const socket = new WebSocket(address, { perMessageDeflate: false });
  const topic = `realtime:session:${visitor.sessionId}`;
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => {
      const payload = { config: { private: true, broadcast: {}, presence: {} }, access_token: visitor.token };
      socket.send(JSON.stringify({ topic, event: 'phx_join', payload, ref: '1', join_ref: '1' }));
    });
    socket.on('message', (data) => {
      const { event } = JSON.parse((data as Buffer).toString()) as { event: string };
      if (event === 'phx_reply') resolve(socket);
      if (event === 'broadcast') onEvent();
    });
  });
}

async function workSoFar({ sql }: Writers): Promise<Work> {
  const [row] = await sql`select sum(calls)::float8 as calls, sum(total_exec_time)::float8 as time,
    sum(shared_blks_hit + shared_blks_read)::float8 as blocks
    from public.pg_stat_statements where toplevel and query not like '%pg_stat_statements%'`;
  return { calls: Number(row?.calls), blocks: Number(row?.blocks), time: Number(row?.time) };
}

const difference = (after: Work, before: Work): Work => ({
  calls: after.calls - before.calls,
  blocks: after.blocks - before.blocks,
  time: after.time - before.time,
});

export async function measureStatements(
  backend: DeliveryBackend,
  writers: Writers,
  subscribers: readonly number[],
): Promise<MessageCost[]> {
  const visitor = await openVisitor({ backend });
  // Closed, so that no receipts of a reader count: only the message itself.
  visitor.conversation.close();
  const costs: MessageCost[] = [];
  const sockets: WebSocket[] = [];
  let heard = 0;
  for (const count of subscribers) {
    while (sockets.length < count) sockets.push(await joinRaw(backend, visitor, () => void (heard += 1)));
    const idleFrom = await workSoFar(writers);
    const started = performance.now();
    heard = 0;
    for (let number = 0; number < MESSAGES; number += 1) await writers.write(visitor, crypto.randomUUID());
    await until(() => heard >= MESSAGES * count, 'every event', { patience: 20_000 }).catch(() => undefined);
    const took = performance.now() - started;
    const busy = difference(await workSoFar(writers), idleFrom);
    const restFrom = await workSoFar(writers);
    await new Promise((resolve) => setTimeout(resolve, took));
    const rest = difference(await workSoFar(writers), restFrom);
    costs.push({
      subscribers: count,
      statements: round((busy.calls - rest.calls) / MESSAGES),
      blocks: round((busy.blocks - rest.blocks) / MESSAGES, 1),
      milliseconds: round((busy.time - rest.time) / MESSAGES, 3),
      heard: round(heard / MESSAGES),
    });
  }
  for (const socket of sockets) socket.terminate();
  visitor.close();
  return costs;
}
