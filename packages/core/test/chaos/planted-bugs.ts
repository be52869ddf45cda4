// Mistakes that real chat clients make, each put between a good client and its environment. A checker that lets one
// pass would let the same mistake of ours pass.
import { GlobalChatError } from '../../src/errors.ts';
import { createMemoryOutboxStorage } from '../../src/environment/outbox-memory.ts';
import type { OutboxItem, OutboxStorage } from '../../src/environment/outbox-storage.ts';
import type { SessionEvent, VisitorTransport } from '../../src/transport/transport.ts';
import type { Message } from '../../src/types.ts';
import { randomUUID } from 'node:crypto';
import type { Verdict } from './checker.ts';
import {
  deathBeforeTheRequest,
  lostAnswers,
  lostEvents,
  ordinaryTalk,
  refusedRequests,
  type Provocation,
} from './provocations.ts';

export interface PlantedBug {
  readonly name: string;
  /** What the checker must call it. */
  readonly shows: keyof Pick<Verdict, 'lost' | 'duplicated' | 'misordered' | 'unexpected'>;
  /** What brings it out. */
  readonly provocation: Provocation;
  readonly transport?: (good: VisitorTransport) => VisitorTransport;
  readonly outbox?: (good: OutboxStorage) => OutboxStorage;
}

const over = <T extends object>(good: T, changed: Partial<T>): T => ({ ...good, ...changed });

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'a new id on every try',
    provocation: ordinaryTalk,
    shows: 'unexpected',
    transport: (good) =>
      over(good, { sendMessage: (request) => good.sendMessage({ ...request, messageId: randomUUID() }) }),
  },
  {
    name: 'the outbox forgets before the answer, with the page',
    provocation: deathBeforeTheRequest,
    shows: 'lost',
    outbox: () => createMemoryOutboxStorage({ durable: true }),
  },
  {
    name: 'a reload sends everything again as something new',
    provocation: deathBeforeTheRequest,
    shows: 'unexpected',
    outbox: (good) =>
      over(good, {
        load: async (scope) =>
          (await good.load(scope)).map((item): OutboxItem => ({ ...item, id: randomUUID() })),
      }),
  },
  {
    name: 'a reload sends the newest first',
    provocation: deathBeforeTheRequest,
    shows: 'misordered',
    outbox: (good) => over(good, { load: async (scope) => (await good.load(scope)).toReversed() }),
  },
  {
    name: 'no sync after a reconnect',
    provocation: lostEvents,
    shows: 'lost',
    transport: (good) =>
      over(good, {
        sync: async (request) => {
          const page = await good.sync(request);
          return request.sinceRev === undefined ? page : { ...page, rev: request.sinceRev, messages: [] };
        },
      }),
  },
  {
    name: 'a cursor by time instead of rev',
    provocation: lostEvents,
    shows: 'lost',
    transport: (good) => {
      let newest = 0;
      const see = (message: Message | undefined): void =>
        void (newest = Math.max(newest, message?.createdAt ?? 0));
      return over(good, {
        async sendMessage(request) {
          const committed = await good.sendMessage(request);
          see(committed.message);
          return committed;
        },
        async sync(request) {
          const page = await good.sync(request);
          const messages =
            request.sinceRev === undefined
              ? page.messages
              : page.messages.filter((message) => message.createdAt > newest);
          page.messages.forEach(see);
          return { ...page, messages };
        },
      });
    },
  },
  {
    name: 'the answer comes under another id',
    provocation: ordinaryTalk,
    shows: 'unexpected',
    transport: (good) =>
      over(good, {
        async sendMessage(request) {
          const committed = await good.sendMessage(request);
          return { ...committed, message: { ...committed.message, id: randomUUID() } };
        },
      }),
  },
  {
    name: 'events are believed without their rev',
    provocation: lostEvents,
    shows: 'lost',
    transport: (good) =>
      over(good, {
        watchSession(sessionId, watcher) {
          let rev: number | null = null;
          return good.watchSession(sessionId, {
            onStatus: (status, error) => watcher.onStatus(status, error),
            onEvent(event: SessionEvent) {
              rev = rev === null ? event.rev : rev + 1;
              watcher.onEvent({ ...event, rev, session: { ...event.session, rev } });
            },
          });
        },
        sync: async (request) => {
          const page = await good.sync(request);
          return request.sinceRev === undefined ? page : { ...page, messages: [] };
        },
      }),
  },
  {
    name: 'sent is said before it is stored',
    provocation: refusedRequests,
    shows: 'lost',
    transport: (good) => {
      return over(good, {
        async sendMessage(request) {
          void good.sendMessage(request).catch(() => undefined);
          const { session, rev } = await good.sync({ sessionId: request.sessionId, pageSize: 1 });
          const message: Message = {
            id: request.messageId,
            sessionId: request.sessionId,
            seq: session.lastSeq + 1,
            rev,
            senderType: 'visitor',
            senderName: null,
            senderAvatarUrl: null,
            senderId: null,
            content: request.content,
            attachments: [],
            metadata: {},
            createdAt: Date.now(),
            editedAt: null,
            deletedAt: null,
          };
          return { session, rev, message };
        },
      });
    },
  },
  {
    name: 'a lost answer is taken for a refusal',
    provocation: lostAnswers,
    shows: 'unexpected',
    transport: (good) =>
      over(good, {
        sendMessage: (request) =>
          good.sendMessage(request).catch((error: unknown) => {
            throw new GlobalChatError('invalid_argument', 'It did not work.', { cause: error });
          }),
      }),
  },
];
