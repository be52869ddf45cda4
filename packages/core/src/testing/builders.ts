// Domain objects with every field filled in, so that a test names only what it is about.

import type {
  Agent,
  CannedReply,
  InboxSession,
  Membership,
  Message,
  Note,
  Session,
  WidgetConfig,
} from '../types.ts';

/** 5 January 2026, 09:00 UTC: the moment at which built things happened. */
export const BUILT_AT = Date.UTC(2026, 0, 5, 9, 0, 0);

export function buildSession(fields: Partial<Session> = {}): Session {
  return {
    id: '019b0000-0000-7000-8000-000000000001',
    widgetId: '019b0000-0000-7000-8000-00000000000a',
    status: 'open',
    rev: 1,
    lastSeq: 0,
    visitorName: null,
    visitorEmail: null,
    visitorReadSeq: 0,
    visitorDeliveredSeq: 0,
    visitorUnread: 0,
    agentReadSeq: 0,
    agentDeliveredSeq: 0,
    agentUnread: 0,
    lastMessageAt: null,
    lastMessagePreview: null,
    lastMessageBy: null,
    agentName: null,
    agentAvatarUrl: null,
    rating: null,
    ratingComment: null,
    resolvedAt: null,
    createdAt: BUILT_AT,
    updatedAt: BUILT_AT,
    ...fields,
  };
}

export function buildInboxSession(fields: Partial<InboxSession> = {}): InboxSession {
  return {
    ...buildSession(),
    tenantId: '019b0000-0000-7000-8000-00000000000b',
    visitorId: '019b0000-0000-7000-8000-00000000000c',
    clientVisitorId: null,
    visitorMetadata: {},
    visitorEvents: [],
    visitorVerified: false,
    visitorBlockedAt: null,
    assignedTo: null,
    tags: [],
    priority: 'normal',
    snoozedUntil: null,
    firstReplyAt: null,
    teamRev: 0,
    ...fields,
  };
}

export function buildMessage(fields: Partial<Message> = {}): Message {
  const seq = fields.seq ?? 1;
  return {
    id: `019b0000-0000-7000-9000-${seq.toString(16).padStart(12, '0')}`,
    sessionId: '019b0000-0000-7000-8000-000000000001',
    seq,
    rev: seq,
    senderType: 'visitor',
    senderName: null,
    senderAvatarUrl: null,
    senderId: null,
    content: `Message ${seq}`,
    attachments: [],
    metadata: {},
    createdAt: BUILT_AT + seq * 1000,
    editedAt: null,
    deletedAt: null,
    ...fields,
  };
}

export function buildNote(fields: Partial<Note> = {}): Note {
  return {
    id: '019b0000-0000-7000-a000-000000000001',
    sessionId: '019b0000-0000-7000-8000-000000000001',
    authorId: '019b0000-0000-7000-8000-0000000000d1',
    authorName: 'Ada',
    content: 'Asked for an invoice before.',
    mentions: [],
    createdAt: BUILT_AT,
    updatedAt: BUILT_AT,
    ...fields,
  };
}

export function buildAgent(fields: Partial<Agent> = {}): Agent {
  return {
    userId: '019b0000-0000-7000-8000-0000000000d1',
    displayName: 'Ada',
    avatarUrl: null,
    role: 'agent',
    ...fields,
  };
}

export function buildMembership(fields: Partial<Membership> = {}): Membership {
  return {
    ...buildAgent(),
    tenantId: '019b0000-0000-7000-8000-00000000000b',
    tenantName: 'Acme',
    availability: 'online',
    ...fields,
  };
}

export function buildCannedReply(fields: Partial<CannedReply> = {}): CannedReply {
  return {
    id: '019b0000-0000-7000-8000-0000000000e1',
    shortcut: 'hi',
    content: 'Hello, how can I help?',
    shared: true,
    ...fields,
  };
}

export function buildWidgetConfig(fields: Partial<WidgetConfig> = {}): WidgetConfig {
  return {
    id: '019b0000-0000-7000-8000-00000000000a',
    name: 'Website',
    teamName: 'Acme',
    colorScheme: 'auto',
    colors: {},
    position: 'bottom-end',
    shape: 'circle',
    radius: null,
    offsetInline: 20,
    offsetBlock: 20,
    launcherIcon: null,
    launcherLabel: null,
    texts: { greeting: 'Hi! How can we help?' },
    locales: {},
    preChat: [],
    consentRequired: false,
    features: {
      sounds: true,
      receipts: true,
      typing: true,
      attachments: true,
      csat: true,
      editMinutes: 5,
    },
    captcha: null,
    availability: { online: true, nextOpenAt: null, changesAt: null, replyMinutes: 5 },
    team: [{ name: 'Ada', avatarUrl: null }],
    allowed: true,
    serverTime: BUILT_AT,
    ...fields,
  };
}
