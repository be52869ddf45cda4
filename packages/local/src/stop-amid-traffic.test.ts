import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { startLocal } from './local.ts';

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
    for (let guest = 0; guest < 20; guest += 1) come();
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
