// Visitors and agents of one backend under one clock: what most tests begin with. Owns the wiring and the tidying up.

import { checkFiles } from '../conversation/check-files.ts';
import { createLiveConversation } from '../conversation/live-conversation.ts';
import { createInbox } from '../inbox/create-inbox.ts';
import type { Inbox, InboxOptions } from '../inbox/inbox.ts';
import { uploadFiles } from '../sync/upload-files.ts';
import { createFreshness } from '../visitor/config-freshness.ts';
import { createVisitorChat } from '../visitor/create-visitor-chat.ts';
import type { VisitorChat, VisitorChatOptions } from '../visitor/visitor-chat.ts';
import { createManualClock } from './manual-clock.ts';
import type { ManualClock } from './manual-clock.ts';
import type { MemoryAgentTransport } from './memory-backend/agent-transport.ts';
import { createMemoryBackend } from './memory-backend/memory-backend.ts';
import type { MemoryBackend, MemoryBackendOptions } from './memory-backend/memory-backend.ts';
import { createMemoryBrowser, createMemoryEnvironment } from './memory-environment.ts';
import type { MemoryBrowser, MemoryEnvironment } from './memory-environment.ts';
import type { MemoryVisitorTransport } from './memory-backend/visitor-transport.ts';

export interface SceneVisitor {
  readonly chat: VisitorChat;
  readonly transport: MemoryVisitorTransport;
  readonly environment: MemoryEnvironment;
  /** Give it to another visitor for a reload or a second tab. */
  readonly browser: MemoryBrowser;
}

export interface SceneAgent {
  readonly inbox: Inbox;
  readonly transport: MemoryAgentTransport;
  readonly environment: MemoryEnvironment;
}

export interface Scene {
  readonly clock: ManualClock;
  readonly backend: MemoryBackend;
  visitor(options?: Partial<VisitorChatOptions> & { readonly browser?: MemoryBrowser }): SceneVisitor;
  /** Not started: call `inbox.start()`. */
  agent(options?: InboxOptions & { readonly userId?: string | null }): SceneAgent;
  /** Destroys everything that was made. */
  end(): void;
}

export function createScene(options: MemoryBackendOptions = {}): Scene {
  // What a page loads late is here at once, because a manual clock waits for no network.
  void [checkFiles, createFreshness, createLiveConversation, uploadFiles];
  const clock = createManualClock();
  const backend = createMemoryBackend({ ...options, clock });
  const ends: (() => void)[] = [];

  return {
    clock,
    backend,
    visitor({ browser = createMemoryBrowser(), ...chatOptions } = {}) {
      const transport = backend.visitor({ storage: browser.storage });
      const environment = createMemoryEnvironment({ clock, browser });
      const chat = createVisitorChat({ widgetId: backend.widgetId, transport, environment, ...chatOptions });
      ends.push(() => chat.destroy());
      return { chat, transport, environment, browser };
    },
    agent({ userId, ...inboxOptions } = {}) {
      const transport = backend.agent(userId === undefined ? {} : { userId });
      const environment = createMemoryEnvironment({ clock });
      const inbox = createInbox({ transport, environment, ...inboxOptions });
      ends.push(() => inbox.destroy());
      return { inbox, transport, environment };
    },
    end() {
      for (const end of ends) end();
    },
  };
}
