// How fast a message reaches the other side: from the sender's call until the visitor's client shows it, beside a raw
// socket that hears the very same broadcast, and a bare echo through the same server. Both transports, one after the
// other. The backend runs in a process of its own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { round, summarize } from '../statistics.ts';
import { measureEcho } from './echo.ts';
import { openListener, type Listener } from './listeners.ts';
import type { DeliveryBackend } from './serve-schema.ts';

interface Options {
  readonly sessions: number;
  readonly messages: number;
  /** Messages per second over all sessions. */
  readonly rate: number;
}

async function signIn(
  backend: DeliveryBackend,
  agent: DeliveryBackend['agents'][number],
): Promise<SupabaseClient> {
  const client = createClient(backend.apiUrl, backend.publishableKey, { auth: { persistSession: false } });
  const { error } = await client.auth.signInWithPassword(agent);
  if (error) throw error;
  return client;
}

interface Sent {
  readonly at: number;
  raw: number | null;
  shown: number | null;
}

async function measure(
  backend: DeliveryBackend,
  agents: readonly SupabaseClient[],
  transport: 'broadcast' | 'postgres_changes',
  options: Options,
) {
  const sent = new Map<string, Sent>();
  const note =
    (kind: 'raw' | 'shown') =>
    (id: string): void => {
      const message = sent.get(id);
      if (message) message[kind] ??= performance.now() - message.at;
    };
  const listeners: Listener[] = [];
  for (let at = 0; at < options.sessions; at += 10) {
    const group = Array.from({ length: Math.min(10, options.sessions - at) }, () =>
      openListener({ backend, transport, onRaw: note('raw'), onShown: note('shown') }),
    );
    listeners.push(...(await Promise.all(group)));
  }

  const calls: Promise<void>[] = [];
  const started = performance.now();
  for (let number = 0; number < options.messages; number++) {
    const due = started + (number / options.rate) * 1000;
    while (performance.now() < due) await new Promise((resolve) => setImmediate(resolve));
    const listener = listeners[number % listeners.length];
    const agent = agents[number % agents.length];
    if (!listener || !agent) break;
    const id = crypto.randomUUID();
    sent.set(id, { at: performance.now(), raw: null, shown: null });
    const call = agent.rpc('global_chat_send_message', {
      session_id: listener.sessionId,
      message_id: id,
      content: `#${number}`,
    });
    calls.push(
      Promise.resolve(call).then(({ error }) => {
        if (error) throw new Error(error.message);
      }),
    );
  }
  await Promise.all(calls);
  const deadline = performance.now() + 30_000;
  const isOver = (): boolean => [...sent.values()].every((message) => message.shown !== null);
  while (!isOver() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  for (const listener of listeners) listener.close();

  const all = [...sent.values()];
  const raw = all.flatMap((message) => (message.raw === null ? [] : [message.raw]));
  const shown = all.flatMap((message) => (message.shown === null ? [] : [message.shown]));
  return { raw: summarize(raw), shown: summarize(shown), lost: all.length - shown.length };
}

export async function benchDelivery(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sessions: { type: 'string', default: '100' },
      messages: { type: 'string', default: '1000' },
      rate: { type: 'string', default: '50' },
    },
  });
  const options = {
    sessions: Number(values.sessions),
    messages: Number(values.messages),
    rate: Number(values.rate),
  };
  const child = fork(fileURLToPath(new URL('./serve-schema.ts', import.meta.url)), [], {
    execArgv: ['--conditions=source'],
  });
  const [backend] = (await once(child, 'message')) as [DeliveryBackend];
  const agents = await Promise.all(backend.agents.map((agent) => signIn(backend, agent)));
  console.log(
    `${options.sessions} sessions, ${options.messages} messages at ${options.rate}/s; milliseconds`,
  );
  const echo = await measureEcho(backend, 500);
  const broadcast = await measure(backend, agents, 'broadcast', options);
  const changes = await measure(backend, agents, 'postgres_changes', options);
  console.table({
    'bare echo, same server': echo,
    'broadcast: raw subscriber': broadcast.raw,
    'broadcast: shown by core': broadcast.shown,
    'postgres_changes: shown by core': changes.shown,
  });
  console.log(
    `shown against raw, p50: ${round(broadcast.shown.p50 / broadcast.raw.p50)}×, p99: ${round(broadcast.shown.p99 / broadcast.raw.p99)}×`,
  );
  console.log(`not shown within 30 s: broadcast ${broadcast.lost}, postgres_changes ${changes.lost}`);
  const exit = once(child, 'exit');
  child.send('stop');
  await exit;
  process.exit(0);
}
