// Puts the parts of the visitor's side together and says who tells whom: what a conversation says to the outbox, the outbox
// to the conversations, and what is forgotten of a visitor in this tab.

import { browserEnvironment } from '../environment/browser-environment.ts';
import { storageKey, wipeStorage } from '../environment/storage-keys.ts';
import { createIdSource } from '../ids.ts';
import { loadOnce } from '../lazy.ts';
import { createStore } from '../observable/store.ts';
import type { Store } from '../observable/store.ts';
import { createDrafts } from '../sync/drafts.ts';
import type { Outbox } from '../sync/outbox.ts';
import { createSupabaseVisitorTransport } from '../transport/supabase/visitor-transport.ts';
import type { VisitorTransport } from '../transport/transport.ts';
import type { VisitorDetails } from '../types.ts';
import { createConfigLoader } from './config-loader.ts';
import type { ConfigLoader } from './config-loader.ts';
import type { IdentityAndFacts } from './identity-and-facts.ts';
import type { VisitorChatOptions, VisitorChatState } from './visitor-chat.ts';
import { createVisitorConversations } from './visitor-conversations.ts';
import type { VisitorConversations } from './visitor-conversations.ts';
import { createVisitorOutbox } from './visitor-outbox.ts';
import { createVisitorTrace } from './visitor-trace.ts';
import type { VisitorTrace } from './visitor-trace.ts';

/** What is known of the visitor in this tab. */
export interface KnownVisitor {
  visitor: VisitorDetails;
  /** What was told beside it; what opens a conversation says it, too. */
  metadata: Readonly<Record<string, unknown>>;
}

export interface VisitorParts {
  readonly widgetId: string;
  readonly transport: VisitorTransport;
  readonly store: Store<VisitorChatState>;
  readonly known: KnownVisitor;
  readonly trace: VisitorTrace;
  readonly config: ConfigLoader;
  readonly conversations: VisitorConversations;
  readonly outbox: Outbox;
  /** What is told of the visitor, beside name and address. */
  readonly person: () => Promise<IdentityAndFacts>;
  /** The visitor acted: from now on the page and the connection matter. */
  readonly begin: () => Promise<void>;
  /** Everything of the visitor that is kept in this tab. */
  readonly forget: () => void;
  readonly stop: () => void;
}

const EMPTY_CHAT_STATE = { sessions: [], restored: false, unread: 0, error: null, identity: null } as const;

export function assembleVisitorChat(options: VisitorChatOptions): VisitorParts {
  const environment = browserEnvironment(options.environment);
  const { presence, storage } = environment;
  const widgetId = String(options.widgetId).toLowerCase();
  const transport =
    typeof options.transport === 'object'
      ? options.transport
      : createSupabaseVisitorTransport({ ...options, changes: options.transport, environment });
  const { connection } = transport;
  const store = createStore<VisitorChatState>({
    status: 'idle',
    config: null,
    connection: connection.get(),
    ...EMPTY_CHAT_STATE,
  });
  const { patch } = store;
  const drafts = createDrafts(storage, () => storageKey(`${widgetId}:drafts`));
  const trace = createVisitorTrace(storage, widgetId);
  const config = createConfigLoader(transport, store, environment);
  const known: KnownVisitor = { visitor: options.visitor ?? {}, metadata: {} };
  /** Once somebody tells something. */
  let told: Promise<IdentityAndFacts> | undefined;
  let unsubscribes: readonly (() => void)[] | null = null;

  const begin = (): Promise<void> => {
    unsubscribes ??= [
      presence.subscribe((reason) => {
        if (reason !== 'offline' && reason !== 'hidden') outbox.kick();
      }),
      connection.subscribe(() => {
        const now = connection.get();
        patch({ connection: now });
        if (now === 'live') outbox.kick();
      }),
    ];
    return outbox.resume();
  };
  const newId = createIdSource(() => environment.clock.now());
  const shared = { newId, widgetId, transport, environment, store, drafts, trace, config, begin };
  const conversations = createVisitorConversations({
    ...shared,
    outbox: () => outbox,
    opening: () => ({
      visitor: known.visitor,
      metadata: { ...options.metadata?.(), ...known.metadata },
    }),
  });
  const { note, tell, opened, committed } = conversations;
  const forgetTold = (): void => void told?.then((facts) => facts.forget()).catch(() => undefined);
  const forget = (): void => {
    forgetTold();
    conversations.forget();
    known.visitor = known.metadata = {};
    // The trace, the drafts, and what whoever shows the chat keeps of the visitor beside them.
    wipeStorage(storage, widgetId);
    patch(EMPTY_CHAT_STATE);
  };
  const tellers = { open: conversations.open, onSession: tell, onSessions: note };
  const load = loadOnce(async () =>
    (await import('./identity-and-facts.ts')).createIdentityAndFacts({ ...shared, ...tellers }),
  );
  const person = (): Promise<IdentityAndFacts> => (told = load());
  const outbox = createVisitorOutbox({
    ...shared,
    onSignedIn: async () => told && (await person()).prove(),
    onOpened: opened,
    onSent: committed,
    onReset() {
      forget();
      // The tab that was told to reset has signed out with the server; here it is enough to forget.
      transport.signOut().catch(() => undefined);
    },
  });
  const stop = (): void => {
    forgetTold();
    unsubscribes?.forEach((unsubscribe) => unsubscribe());
  };
  return { ...shared, known, conversations, outbox, person, forget, stop };
}
