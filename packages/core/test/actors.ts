// The two ways to the real backend, and somebody at each end of them who writes down what is heard.

import { randomUUID } from 'node:crypto';
import { createSupabaseAgentTransport } from '../src/transport/supabase/agent-transport.ts';
import { createSupabaseVisitorTransport } from '../src/transport/supabase/visitor-transport.ts';
import type { ChangeSource } from '../src/transport/supabase/conversation-transport.ts';
import type {
  AgentTransport,
  ConversationTransport,
  InboxWatcher,
  SessionEvent,
  SessionWatcher,
  VisitorTransport,
} from '../src/transport/transport.ts';
import type { InboxSession } from '../src/types.ts';
import type { Backend, Tenant } from './backend.ts';
import { createTestEnvironment } from './test-environment.ts';
import type { TestEnvironment } from './test-environment.ts';
import { until } from '../../../tools/test-kit/until.ts';

export type LinkKind = 'fetch' | 'client';
export const LINKS: readonly LinkKind[] = ['fetch', 'client'];

export interface ActorOptions {
  readonly kind?: LinkKind;
  readonly changes?: ChangeSource;
  readonly debug?: boolean;
  readonly environment?: TestEnvironment;
  /** Where the API is reached; a proxy, for instance. */
  readonly url?: string;
}

/** What a page decides about its visitor's transport. */
export type VisitorOptions = Pick<ActorOptions, 'debug' | 'environment'>;

export interface VisitorActor extends VisitorTransport {
  readonly environment: TestEnvironment;
}

export function makeVisitor(backend: Backend, tenant: Tenant, options: ActorOptions = {}): VisitorActor {
  const { kind = 'fetch', environment = createTestEnvironment(), url = backend.apiUrl, ...rest } = options;
  const way = kind === 'fetch' ? { url, key: backend.publishableKey } : { client: backend.client(url) };
  return {
    ...createSupabaseVisitorTransport({ ...rest, ...way, widgetId: tenant.widgetId, environment }),
    environment,
  };
}

export async function makeAgent(
  backend: Backend,
  tenant: Tenant,
  options: ActorOptions = {},
): Promise<AgentTransport> {
  const { environment = createTestEnvironment(), url } = options;
  return createSupabaseAgentTransport({
    ...options,
    client: await backend.agentClient(tenant, url),
    environment,
  });
}

/** Signs in, opens a conversation and says one thing in it. */
export async function openSession(visitor: VisitorTransport, content = 'Hello?'): Promise<string> {
  const sessionId = randomUUID();
  await visitor.signIn();
  await visitor.openSession({ sessionId, visitor: {}, metadata: {} });
  await say(visitor, sessionId, content);
  return sessionId;
}

export function say(
  actor: ConversationTransport,
  sessionId: string,
  content: string,
): ReturnType<ConversationTransport['sendMessage']> {
  return actor.sendMessage({ sessionId, messageId: randomUUID(), content });
}

export interface Notebook extends SessionWatcher {
  readonly events: SessionEvent[];
  readonly statuses: string[];
  readonly errors: string[];
  /** The texts heard, in order. An event from before the join may be among them: the database tells with a delay. */
  texts(): string[];
  reach(status: string): Promise<unknown>;
}

export function createNotebook(): Notebook {
  const events: SessionEvent[] = [];
  const statuses: string[] = [];
  const errors: string[] = [];
  return {
    events,
    statuses,
    errors,
    texts: () => events.flatMap((event) => (event.message ? [event.message.content] : [])),
    onEvent: (event) => void events.push(event),
    onStatus(status, error) {
      statuses.push(status);
      if (error) errors.push(error.code);
    },
    reach: (status) =>
      until(() => statuses.at(-1) === status, `status ${status}, not ${statuses.join(', ')}`, {
        patience: 15_000,
      }),
  };
}

export interface InboxNotebook extends InboxWatcher {
  readonly sessions: InboxSession[];
  readonly notes: { readonly content: string; readonly deleted: boolean }[];
  readonly erased: string[];
  readonly statuses: string[];
}

export function createInboxNotebook(): InboxNotebook {
  const sessions: InboxSession[] = [];
  const notes: InboxNotebook['notes'] = [];
  const erased: string[] = [];
  const statuses: string[] = [];
  return {
    sessions,
    notes,
    erased,
    statuses,
    onSession: ({ session }) => void sessions.push(session),
    onErased: (sessionIds) => void erased.push(...sessionIds),
    onChanged: () => void statuses.push('changed'),
    onNote: ({ note, deleted }) => void notes.push({ content: note.content, deleted }),
    onStatus: (status) => void statuses.push(status),
  };
}
