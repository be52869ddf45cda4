// One visitor with an open conversation, and beside it a raw socket that hears the same topic.
import { createVisitorChat } from '@globalchat/core';
import { createMemoryBrowser, createMemoryEnvironment } from '@globalchat/core/testing';
import { WebSocket } from 'ws';
import type { DeliveryBackend } from './serve-schema.ts';
import { systemClock } from '../../../../tools/test-kit/clocks.ts';
import { until } from '../../../../tools/test-kit/until.ts';

export interface Listener {
  readonly sessionId: string;
  close(): void;
}

export interface ListenerOptions {
  readonly backend: DeliveryBackend;
  readonly transport: 'broadcast' | 'postgres_changes';
  readonly onRaw: (messageId: string) => void;
  readonly onShown: (messageId: string) => void;
}

/** Joins `session:<id>` with the visitor's own token; protocol 1.0.0, where broadcasts are JSON text. */
function joinRaw(
  backend: DeliveryBackend,
  sessionId: string,
  token: string,
  onRaw: (messageId: string) => void,
): Promise<WebSocket> {
  const address = `${backend.apiUrl.replace('http', 'ws')}/realtime/v1/websocket?apikey=${backend.publishableKey}&vsn=1.0.0`;
  const socket = new WebSocket(address, { perMessageDeflate: false });
  const topic = `realtime:session:${sessionId}`;
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => {
      const payload = { config: { private: true, broadcast: {}, presence: {} }, access_token: token };
      socket.send(JSON.stringify({ topic, event: 'phx_join', payload, ref: '1', join_ref: '1' }));
    });
    socket.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString()) as {
        event: string;
        payload: { payload?: { message?: { id: string } } };
      };
      if (frame.event === 'phx_reply') resolve(socket);
      const id = frame.payload.payload?.message?.id;
      if (frame.event === 'broadcast' && id) onRaw(id);
    });
  });
}

export async function openListener({
  backend,
  transport,
  onRaw,
  onShown,
}: ListenerOptions): Promise<Listener> {
  const browser = createMemoryBrowser();
  const environment = {
    ...createMemoryEnvironment({ browser }),
    clock: systemClock,
    random: Math.random,
    fetch: globalThis.fetch,
    WebSocket: globalThis.WebSocket,
  };
  const chat = createVisitorChat({
    url: backend.apiUrl,
    key: backend.publishableKey,
    widgetId: backend.widgetId,
    transport,
    environment,
  });
  const conversation = chat.conversation();
  conversation.subscribe(() => {
    // The newest is last; those before it have been reported.
    for (const message of conversation.get().messages.slice(-3)) onShown(message.id);
  });
  conversation.open();
  await conversation.send({ content: 'hello' });
  await until(
    () => conversation.get().connection === 'live' && conversation.get().messages[0]?.seq === 1,
    'a listener to be ready',
    { patience: 30_000, sight: () => JSON.stringify(conversation.get()) },
  );
  const stored = browser.storage.getItem(`globalchat:${backend.widgetId}`) ?? '{}';
  const token = (JSON.parse(stored) as { access?: string }).access ?? '';
  const socket = await joinRaw(backend, conversation.id, token, onRaw);
  return {
    sessionId: conversation.id,
    close() {
      socket.terminate();
      chat.destroy();
    },
  };
}
