// What a page tells of its visitor beside messages: attributes, and what they did. Kept in memory until a conversation has its
// row, then sent together, as often as the database takes it. Best effort: what it refuses for good is dropped.

import { createBackoff } from '../backoff.ts';
import type { Environment } from '../environment/environment.ts';
import { GlobalChatError, toGlobalChatError } from '../errors.ts';
import type { IdSource } from '../ids.ts';
import type { Store } from '../observable/store.ts';
import type { TrackedEvent, VisitorTransport } from '../transport/transport.ts';
import type { PlainValue, Session, VisitorDetails } from '../types.ts';
import { isVisible } from '../visible-text.ts';
import type { VisitorChatState } from './visitor-chat.ts';

type PlainValues = Readonly<Record<string, PlainValue>>;

export interface VisitorFactsOptions {
  readonly transport: Pick<VisitorTransport, 'track' | 'updateVisitor' | 'userId'>;
  readonly environment: Pick<Environment, 'clock' | 'random'>;
  readonly newId: IdSource;
  readonly store: Store<VisitorChatState>;
  /** Conversations that somebody reads or writes in now. */
  readonly open: ReadonlySet<string>;
  readonly onSession: (session: Session) => void;
}

export interface VisitorFacts {
  /** Throws `invalid_argument`, and keeps nothing of it. */
  setAttributes(attributes: PlainValues): void;
  track(name: string, properties?: PlainValues, at?: number): void;
  /** The same to conversations that are open, at once. */
  describe(visitor: VisitorDetails, metadata?: Readonly<Record<string, unknown>>): Promise<void>;
  forget(): void;
}

/** As many as the database keeps. */
const MAX_EVENTS = 20;
const MAX_NAME_CHARACTERS = 60;
const MAX_PROPERTIES_BYTES = 512;
const MAX_ATTRIBUTES_BYTES = 1500;
/** What a page tells in one go is one request. */
const SEND_DELAY_MS = 1000;
const MAX_AGE_MS = 86_400_000;
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** What waits to be told. */
interface PendingFacts {
  attributes: PlainValues;
  events: readonly (Omit<TrackedEvent, 'ageMs'> & { readonly at: number })[];
}

const noPendingFacts = (): PendingFacts => ({ attributes: {}, events: [] });
const isEmpty = ({ attributes, events }: PendingFacts): boolean =>
  events.length === 0 && Object.keys(attributes).length === 0;

export function createVisitorFacts(options: VisitorFactsOptions): VisitorFacts {
  const { transport, newId, store, open, onSession } = options;
  const { clock, random } = options.environment;
  const backoff = createBackoff(random);
  /** Another one after each time that the visitor was forgotten: what is under way then comes back to nobody. */
  let pending = noPendingFacts();
  let timer: unknown = null;
  let isSending = false;

  /** Where somebody is now, else the last conversation that is not over. */
  const target = (): string | undefined => {
    const { sessions } = store.get();
    return (sessions.find(({ id }) => open.has(id)) ?? sessions.find(({ status }) => status !== 'resolved'))
      ?.id;
  };

  const schedule = (delay = SEND_DELAY_MS): void => {
    if (isEmpty(pending) || isSending || timer !== null || transport.userId() === null || !target()) return;
    timer = clock.setTimeout(() => {
      timer = null;
      void send();
    }, delay);
  };

  const send = async (): Promise<void> => {
    const sessionId = target();
    if (!sessionId || transport.userId() === null) return;
    isSending = true;
    let delay = SEND_DELAY_MS;
    try {
      await sendPending(options, sessionId, pending);
      backoff.reset();
    } catch (cause) {
      const { retryable, retryAfter } = toGlobalChatError(cause);
      if (retryable) delay = backoff.next(retryAfter);
    }
    isSending = false;
    schedule(delay);
  };

  store.subscribe(() => schedule());
  return {
    setAttributes(told) {
      checked('attributes', told, MAX_ATTRIBUTES_BYTES);
      pending.attributes = checked('attributes', { ...pending.attributes, ...told }, MAX_ATTRIBUTES_BYTES);
      schedule();
    },
    track(name, properties = {}, at = clock.now()) {
      checkName(name);
      const event = {
        id: newId(),
        name,
        properties: checked('properties', properties, MAX_PROPERTIES_BYTES),
        at,
      };
      pending.events = [...pending.events, event].slice(-MAX_EVENTS);
      schedule();
    },
    async describe(visitor, metadata = {}) {
      const here = store.get().sessions.filter(({ id }) => open.has(id));
      await Promise.all(
        here.map(async ({ id }) => onSession(await transport.updateVisitor(id, visitor, metadata))),
      );
    },
    forget() {
      pending = noPendingFacts();
      clock.clearTimeout(timer);
      timer = null;
    },
  };
}

/** What fails for now is pending again, under what was told meanwhile. */
async function sendPending(
  { transport, environment, onSession }: VisitorFactsOptions,
  sessionId: string,
  pending: PendingFacts,
): Promise<void> {
  const { attributes, events } = pending;
  if (Object.keys(attributes).length > 0) {
    pending.attributes = {};
    try {
      onSession(await transport.updateVisitor(sessionId, {}, { attributes }));
    } catch (cause) {
      if (toGlobalChatError(cause).retryable) pending.attributes = { ...attributes, ...pending.attributes };
      throw cause;
    }
  }
  if (events.length === 0) return;
  const now = environment.clock.now();
  pending.events = [];
  try {
    const aged = events.map(({ at, ...event }) => ({
      ...event,
      ageMs: Math.min(Math.max(0, Math.round(now - at) || 0), MAX_AGE_MS),
    }));
    onSession(await transport.track(sessionId, aged));
  } catch (cause) {
    if (toGlobalChatError(cause).retryable)
      pending.events = [...events, ...pending.events].slice(-MAX_EVENTS);
    throw cause;
  }
}

function checkName(name: unknown): void {
  if (
    typeof name !== 'string' ||
    [...name].length > MAX_NAME_CHARACTERS ||
    CONTROLS.test(name) ||
    !isVisible(name)
  )
    throw invalid(`A name is a text of at most ${MAX_NAME_CHARACTERS} characters, on one line.`);
}

/** The values when they can be told. As long as PostgreSQL writes them, which puts spaces between. */
function checked(what: string, values: unknown, maxBytes: number): PlainValues {
  const isObject = typeof values === 'object' && values !== null && !Array.isArray(values);
  const entries = isObject ? Object.entries(values) : [];
  const isPlain = entries.every(
    ([, value]) =>
      value === null ||
      typeof value === 'boolean' ||
      (typeof value === 'number' && Number.isFinite(value)) ||
      (typeof value === 'string' && !value.includes('\0') && !/\p{Surrogate}/u.test(value)),
  );
  if (!isObject || !isPlain)
    throw invalid(`${what} are an object whose values are texts, numbers, true, false or null.`);
  for (const [name] of entries) checkName(name);
  if (new TextEncoder().encode(JSON.stringify(values)).length + entries.length * 2 > maxBytes)
    throw invalid(`${what} are larger than ${maxBytes} bytes together.`);
  return values as PlainValues;
}

function invalid(message: string): GlobalChatError {
  return new GlobalChatError('invalid_argument', message);
}
