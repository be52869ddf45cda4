import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { startLocal } from './local.ts';

test(
  'stopping amid a thousand requests that hang in the database costs no process',
  { timeout: 60_000 },
  async () => {
    const uncaught: unknown[] = [];
    const remember = (error: unknown): void => void uncaught.push(error);
    process.on('uncaughtException', remember);
    const sql =
      'create function public.wait(text text) returns void language sql as $$ select pg_sleep(60) $$';
    const backend = await startLocal({ migrations: [{ name: 'wait', sql }] });
    const headers = { apikey: backend.publishableKey, 'content-type': 'application/json' };
    const text = 'x'.repeat(2000);
    const asked = Array.from({ length: 1000 }, (_, index) => {
      const [path, body] =
        index % 2 === 0 ? ['/rest/v1/rpc/wait', { text }] : ['/auth/v1/signup', { data: { text } }];
      return fetch(backend.apiUrl + path, { method: 'POST', headers, body: JSON.stringify(body) }).then(
        (response) => response.text(),
        (error: unknown) => error,
      );
    });
    const waiting = async (): Promise<number> =>
      (await backend.sql`select from pg_stat_activity where query like '%pg_sleep%' or query like '%"wait"%'`)
        .length;
    while ((await waiting()) < 5);
    await backend.sql`select pg_terminate_backend(pid) from pg_stat_activity where usename in ('authenticator', 'supabase_auth_admin')`;
    await backend.stop();
    await Promise.all(asked);
    process.off('uncaughtException', remember);
    assert.deepEqual(uncaught, []);
  },
);

// A hang is the failure here, and only a limit of the test's own can tell it.
test(
  'stopping ends although everybody comes back at once, again and again',
  { timeout: 20_000 },
  async () => {
    const backend = await startLocal();
    const address = `${backend.apiUrl.replace('http', 'ws')}/realtime/v1/websocket?apikey=${backend.publishableKey}&vsn=2.0.0`;
    const sockets = new Set<WebSocket>();
    let isOver = false;
    let opened = 0;
    const come = (): void => {
      if (isOver) return;
      const socket = new WebSocket(address);
      sockets.add(socket);
      socket.once('open', () => (opened += 1));
      // Refused is as good as closed: it comes again.
      socket.once('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        setImmediate(come);
      });
    };
    for (let client = 0; client < 20; client += 1) come();
    const ask = async (): Promise<void> => {
      while (!isOver) {
        const headers = { apikey: backend.publishableKey };
        await fetch(`${backend.apiUrl}/rest/v1/`, { headers }).then(
          (response) => response.text(),
          (error: unknown) => error,
        );
      }
    };
    const asking = [ask(), ask()];
    while (opened < 20) await new Promise((resolve) => setTimeout(resolve, 5));
    await backend.stop();
    isOver = true;
    for (const socket of sockets) socket.terminate();
    await Promise.all(asking);
    await assert.rejects(fetch(backend.apiUrl), 'nobody listens there any more');
  },
);
