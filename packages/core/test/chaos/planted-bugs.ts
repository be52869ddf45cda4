// Mistakes that real chat clients make, each put between a good client and its surroundings. A checker that lets one
// pass would let the same mistake of ours pass.
import { GlobalChatError } from '../../src/errors.ts';
import type { OutboxItem, OutboxStorage } from '../../src/sync/outbox-storage.ts';
import type { SessionEvent, VisitorTransport } from '../../src/transport/transport.ts';
import type { Message } from '../../src/types.ts';
import { randomUUID } from 'node:crypto';
import type { Verdict } from './checker.ts';

export interface PlantedBug {
  readonly name: string;
  /** What the checker must call it. */
  readonly shows: keyof Pick<Verdict, 'lost' | 'duplicated' | 'misordered' | 'unexpected'>;
  /** The faults that bring it out. */
  readonly faults: readonly string[];
  readonly transport?: (good: VisitorTransport) => VisitorTransport;
  readonly outbox?: (good: OutboxStorage) => OutboxStorage;
}

const over = <T extends object>(good: T, changed: Partial<T>): T => ({ ...good, ...changed });

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'a new id on every try',
    faults: ['http lose-answer', 'http refuse'],
    shows: 'unexpected',
    transport: (good) =>
      over(good, { sendMessage: (request) => good.sendMessage({ ...request, messageId: randomUUID() }) }),
  },
  {
    name: 'the outbox forgets before the answer',
    faults: ['browser killed', 'http refuse'],
    shows: 'lost',
    outbox: (good) => over(good, { load: () => Promise.resolve([]) }),
  },
  {
    name: 'a reload sends everything again as something new',
    faults: ['browser killed', 'http refuse'],
    shows: 'unexpected',
    outbox: (good) =>
      over(good, {
        load: async (scope) =>
          (await good.load(scope)).map((item): OutboxItem => ({ ...item, id: randomUUID() })),
      }),
  },
  {
    name: 'a reload sends the newest first',
    // Needs several messages that wait while the browser dies.
    faults: ['browser killed', 'network down'],
    shows: 'misordered',
    outbox: (good) => over(good, { load: async (scope) => (await good.load(scope)).toReversed() }),
  },
  {
    name: 'no sync after a reconnect',
    faults: ['sockets cut', 'frames lost, doubled and late'],
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
    name: 'the answer comes under another id',
    faults: ['http delay'],
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
    faults: ['frames lost, doubled and late'],
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
    faults: ['http refuse'],
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
    // Where the event is faster than the lost answer, the client sees that it was wrong before it says so.
    faults: ['http lose-answer', 'frames lost, doubled and late', 'sockets cut'],
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
