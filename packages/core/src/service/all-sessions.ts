// Everything that happens in a tenant, for code without an inbox: new sessions, new messages, changed sessions.
// Owns which is which and that each message is told once, in the order of its session; refuses to keep transcripts.

import type { Environment } from '../environment/environment.ts';
import { GlobalChatError } from '../errors.ts';
import type { GlobalChatError as Failure } from '../errors.ts';
import { createInboxSync } from '../sync/inbox-sync.ts';
import type { AgentTransport } from '../transport/transport.ts';
import type { InboxSession, Message } from '../types.ts';
import { createMessageCursor } from './message-cursor.ts';
import type { MessageCursor } from './message-cursor.ts';

const ALL_SESSIONS_PAGE_SIZE = 200;
/** How far the order of two times may be wrong, in milliseconds. */
const CLOCK_TOLERANCE_MS = 1000;

export interface AllSessionsOptions {
  /** When the caller asked, on the environment's clock: what happens from then on is news. */
  readonly called: number;
  readonly transport: AgentTransport;
  readonly environment: Environment;
  readonly onSession: (session: InboxSession) => void;
  readonly onMessage: (message: Message) => void;
  readonly onUpdate: (session: InboxSession) => void;
  readonly onError: (error: Failure | null) => void;
  /** False once nobody listens any more. */
  readonly active: () => boolean;
}

interface Followed {
  readonly cursor: MessageCursor;
  /** The newest rev heard of, and the one up to which messages were read. */
  heard: number;
  read: number;
  /** The newest change by the team that was reported. */
  heardTeam: number;
  reading: boolean;
}

/** Resolves with the way to stop once it is live. Rejects with `not_signed_in`, `not_allowed` and transport errors. */
export async function followAllSessions(options: AllSessionsOptions): Promise<() => void> {
  const { called, transport, environment } = options;
  const { clock } = environment;
  const tenantId = (await transport.memberships())[0]?.tenantId;
  if (!tenantId) throw new GlobalChatError('not_allowed', 'The signed-in user is no agent.');
  const { sessions } = await transport.listSessions({
    tenantId,
    filters: {},
    pageSize: ALL_SESSIONS_PAGE_SIZE,
  });

  const followed = new Map<string, Followed>();
  const follow = (session: InboxSession, readRev: number, reportedSeq: number): Followed => {
    const cursor = createMessageCursor(
      reportedSeq,
      (message) => options.active() && options.onMessage(message),
    );
    const { teamRev } = session;
    const entry: Followed = { cursor, heard: readRev, read: readRev, heardTeam: teamRev, reading: false };
    followed.set(session.id, entry);
    return entry;
  };
  /** @param isNew Whether a time is after the call. Null for a session in which nothing is. */
  const meet = (session: InboxSession, isNew: (time: number) => boolean): Followed | null => {
    if (isNew(session.createdAt)) {
      options.onSession(session);
      return follow(session, 0, 0);
    }
    if (!isNew(session.updatedAt)) return null;
    // What an old session was before is unknown; at least what was said last is new.
    options.onUpdate(session);
    return follow(session, session.rev - 1, session.lastSeq - (isNew(session.lastMessageAt ?? 0) ? 1 : 0));
  };

  const hear = (session: InboxSession, entry: Followed | null): void => {
    if (!entry || session.rev <= entry.heard) return;
    entry.heard = session.rev;
    void readFollowed(options, session.id, entry);
  };

  const take = (session: InboxSession): void => {
    const entry = followed.get(session.id);
    if (entry && (session.rev > entry.heard || session.teamRev > entry.heardTeam)) options.onUpdate(session);
    if (entry) entry.heardTeam = Math.max(entry.heardTeam, session.teamRev);
    hear(session, entry ?? meet(session, (time) => time > since));
  };

  // The server's clock at the beginning, as far as the rows tell.
  const since = sessions.reduce((newest, { updatedAt }) => Math.max(newest, updatedAt), 0);
  const elapsed = clock.now() - called;
  for (const session of sessions) {
    // What happened between the call and the answer is news as well. Two clocks have to say so, for each alone may be
    // wrong: the own one, and the server's, counted back from the newest row.
    const entry = meet(session, (time) => time >= called && time >= since - elapsed - CLOCK_TOLERANCE_MS);
    if (entry) hear(session, entry);
    else follow(session, session.rev, session.lastSeq);
  }

  const feed = createInboxSync({
    tenantId,
    transport,
    environment,
    onSessions: (changed) => changed.forEach(take),
    onNote: () => undefined,
    onCaughtUp() {
      for (const [id, entry] of followed) if (entry.read < entry.heard) void readFollowed(options, id, entry);
    },
    onError: options.onError,
  });
  if (options.active()) feed.start(since);
  return () => feed.stop();
}

/** What was said in it since it was last read. */
async function readFollowed(options: AllSessionsOptions, id: string, entry: Followed): Promise<void> {
  if (entry.reading) return;
  entry.reading = true;
  try {
    while (entry.read < entry.heard && options.active()) {
      const page = await options.transport.sync({
        sessionId: id,
        sinceRev: entry.read,
        pageSize: ALL_SESSIONS_PAGE_SIZE,
      });
      if (page.rev <= entry.read) break;
      entry.read = page.rev;
      entry.cursor.take(page.messages);
    }
  } catch (cause) {
    // Asked again with the next bump, or when the feed catches up.
    options.onError(cause as Failure);
  }
  entry.reading = false;
}
