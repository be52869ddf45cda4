// A visitor as a browser would be one: the library over its own client, in this process, with a first message stored.
import { createVisitorChat, type Conversation } from '@globalchat/core';
import { createMemoryBrowser, createMemoryEnvironment } from '@globalchat/core/testing';
import type { DeliveryBackend } from './delivery/serve-schema.ts';
import { systemClock } from '../../../tools/test-kit/clocks.ts';
import { until } from '../../../tools/test-kit/until.ts';

export interface BenchVisitor {
  readonly sessionId: string;
  readonly userId: string;
  /** For raw sockets that hear what this visitor may hear. */
  readonly token: string;
  readonly conversation: Conversation;
  close(): void;
}

export interface BenchVisitorOptions {
  readonly backend: DeliveryBackend;
  readonly transport?: 'broadcast' | 'postgres_changes';
  /** The path of each request that leaves. */
  readonly onRequest?: (path: string) => void;
}

export async function openVisitor(options: BenchVisitorOptions): Promise<BenchVisitor> {
  const { backend, transport = 'broadcast', onRequest } = options;
  const browser = createMemoryBrowser();
  const environment = {
    ...createMemoryEnvironment({ browser }),
    clock: systemClock,
    random: Math.random,
    fetch: (input: string | URL | Request, init?: RequestInit) => {
      onRequest?.(new URL(input instanceof Request ? input.url : input).pathname);
      return fetch(input, init);
    },
    WebSocket: globalThis.WebSocket,
  };
  const { apiUrl: url, publishableKey: key, widgetId } = backend;
  const chat = createVisitorChat({ url, key, widgetId, transport, environment });
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'hello' });
  const { get } = conversation;
  await until(() => get().connection === 'live' && get().messages[0]?.seq === 1, 'a live visitor', {
    patience: 60_000,
  });
  const stored = JSON.parse(browser.storage.getItem(`globalchat:${widgetId}`) ?? '{}') as {
    access?: string;
    userId?: string;
  };
  return {
    sessionId: conversation.id,
    userId: stored.userId ?? '',
    token: stored.access ?? '',
    conversation,
    close: () => chat.destroy(),
  };
}

/** Many of them, so many at a time. */
export async function openVisitors(
  count: number,
  options: BenchVisitorOptions,
  atOnce = 10,
): Promise<BenchVisitor[]> {
  const visitors: BenchVisitor[] = [];
  while (visitors.length < count) {
    const group = Array.from({ length: Math.min(atOnce, count - visitors.length) }, () =>
      openVisitor(options),
    );
    visitors.push(...(await Promise.all(group)));
  }
  return visitors;
}
