// The domain's nouns. Owns their shapes; refuses behaviour, column names and anything a browser provides.
// Times are epoch milliseconds. Objects are read-only: a change makes a new one.

/** Who waits: `open` for the team, `pending` for the visitor, `resolved` nobody. Snoozing is a time, not a status. */
export type SessionStatus = 'open' | 'pending' | 'resolved';
export type SenderType = 'visitor' | 'agent' | 'system';
export type Priority = 'low' | 'normal' | 'high' | 'urgent';
export type AgentRole = 'agent' | 'admin';

/** The way of a message; it only ever moves to the right, except that `failed` becomes `pending` on retry. */
export type DeliveryState = 'pending' | 'sent' | 'delivered' | 'read' | 'failed';

/** `idle`: nothing wants a socket · `live`: joined and ready · `offline`: the device has no network. */
export type ConnectionState = 'idle' | 'connecting' | 'live' | 'reconnecting' | 'offline';

/** A file in bucket `global-chat`. `size` in bytes; `width` and `height` in pixels, for images only. */
export interface Attachment {
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly width?: number;
  readonly height?: number;
}

/** A stored message. `seq` is dense from 1 in its session; `rev` is the session's counter at the message's last change. */
export interface Message {
  readonly id: string;
  readonly sessionId: string;
  readonly seq: number;
  readonly rev: number;
  readonly senderType: SenderType;
  readonly senderName: string | null;
  readonly senderAvatarUrl: string | null;
  /** Only agents get it. */
  readonly senderId: string | null;
  readonly content: string;
  readonly attachments: readonly Attachment[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly editedAt: number | null;
  /** Set on a tombstone, whose content is empty. */
  readonly deletedAt: number | null;
}

/** A conversation as its visitor may see it. */
export interface Session {
  readonly id: string;
  readonly widgetId: string;
  readonly status: SessionStatus;
  readonly rev: number;
  readonly lastSeq: number;
  readonly visitorName: string | null;
  readonly visitorEmail: string | null;
  readonly visitorReadSeq: number;
  readonly visitorDeliveredSeq: number;
  /** Messages that the visitor has not read and that are not deleted. */
  readonly visitorUnread: number;
  readonly agentReadSeq: number;
  readonly agentDeliveredSeq: number;
  /** Messages that the team has not read and that are not deleted. */
  readonly agentUnread: number;
  readonly lastMessageAt: number | null;
  readonly lastMessagePreview: string | null;
  readonly lastMessageBy: SenderType | null;
  /** The last agent who wrote. */
  readonly agentName: string | null;
  readonly agentAvatarUrl: string | null;
  readonly rating: number | null;
  readonly ratingComment: string | null;
  readonly resolvedAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A value that a page may tell beside an attribute's or an event's name. */
export type PlainValue = string | number | boolean | null;

/** What a page told that its visitor did. All of it is what strangers chose: show it as text. */
export interface VisitorEvent {
  readonly id: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly at: number;
}

/** A conversation as the team sees it. */
export interface InboxSession extends Session {
  readonly tenantId: string;
  readonly visitorId: string;
  readonly clientVisitorId: string | null;
  readonly visitorMetadata: Readonly<Record<string, unknown>>;
  /** The newest twenty, oldest first. */
  readonly visitorEvents: readonly VisitorEvent[];
  readonly visitorVerified: boolean;
  readonly visitorBlockedAt: number | null;
  readonly assignedTo: string | null;
  readonly tags: readonly string[];
  readonly priority: Priority;
  readonly snoozedUntil: number | null;
  readonly firstReplyAt: number | null;
  /** Counts the changes that only the team sees; they take no `rev`. The newer of two views has the higher `rev`, then `teamRev`. */
  readonly teamRev: number;
}

/** A private remark of the team. Visitors never learn that it exists. */
export interface Note {
  readonly id: string;
  readonly sessionId: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly content: string;
  readonly mentions: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface Agent {
  readonly userId: string;
  readonly displayName: string;
  readonly avatarUrl: string | null;
  readonly role: AgentRole;
}

/** What an agent chose to be. Visitors see the team online while somebody is `online` and has an inbox open. */
export type AgentAvailability = 'online' | 'away' | 'off';

/** One tenant that the signed-in agent belongs to. */
export interface Membership extends Agent {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly availability: AgentAvailability;
}

export interface CannedReply {
  readonly id: string;
  readonly shortcut: string;
  readonly content: string;
  readonly shared: boolean;
}

/** Who is in the inbox, and where. `viewing` is a session id. */
export interface AgentPresence {
  readonly userId: string;
  readonly name: string;
  readonly viewing: string | null;
  readonly typing: boolean;
}

export interface PreChatField {
  readonly key: string;
  readonly label: string;
  readonly type: 'text' | 'textarea' | 'email' | 'phone' | 'date' | 'select' | 'radio' | 'checkbox';
  readonly required: boolean;
  readonly options: readonly string[];
  readonly pattern: string | null;
  /** When it shows, as it was written: an earlier `field`, and `is`, `one_of` or `filled`. Empty or absent: always. */
  readonly showIf?: Readonly<Record<string, unknown>>;
}

/**
 * Whether the team is there. `nextOpenAt` is null within hours or when no opening is known; at `changesAt` this may not be true
 * any more.
 * `replyMinutes` is what the owner says, or what the last 30 days took.
 */
export interface Availability {
  readonly online: boolean;
  readonly nextOpenAt: number | null;
  readonly changesAt: number | null;
  readonly replyMinutes: number | null;
}

/** What the owner set for one widget, already narrowed to values a client may trust in shape (never in content). */
export interface WidgetConfig {
  readonly id: string;
  readonly name: string;
  readonly teamName: string;
  readonly colorScheme: 'auto' | 'light' | 'dark';
  /** Token name without `--gc-`, in kebab-case, to a CSS colour. Absent means the default. */
  readonly colors: Readonly<Record<string, string>>;
  readonly position: 'bottom-end' | 'bottom-start';
  readonly shape: 'circle' | 'squircle' | 'square' | 'pill';
  /** Of corners, in pixels; null where the server does not tell. */
  readonly radius: number | null;
  readonly offsetInline: number;
  readonly offsetBlock: number;
  /** `chat`, `help`, `wave`, `mail`, or the https address of a picture. */
  readonly launcherIcon: string | null;
  readonly launcherLabel: string | null;
  /** Owner's own texts: greeting, away, placeholder and so on. */
  readonly texts: Readonly<Record<string, string>>;
  readonly locales: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly preChat: readonly PreChatField[];
  readonly consentRequired: boolean;
  readonly features: Readonly<{
    sounds: boolean;
    receipts: boolean;
    typing: boolean;
    attachments: boolean;
    csat: boolean;
    /** Minutes in which visitors may change or delete a message of theirs; 0 is never. */
    editMinutes: number;
  }>;
  readonly captcha: { readonly provider: 'turnstile' | 'hcaptcha'; readonly siteKey: string } | null;
  readonly availability: Availability;
  readonly team: readonly { readonly name: string; readonly avatarUrl: string | null }[];
  /** False when this page's origin is not on the owner's list. */
  readonly allowed: boolean;
  readonly serverTime: number;
}

/** What a host page tells about its visitor. A claim, not a credential: `verified` comes from a signed identity only. */
export interface VisitorDetails {
  readonly name?: string;
  readonly email?: string;
  /** An id the host page keeps for this browser; stored, never trusted. */
  readonly clientVisitorId?: string;
}

/** Who a visitor proved to be, by a token that the host's backend signed. */
export interface VisitorIdentity {
  /** The host's own id of this person. */
  readonly externalId: string;
  readonly name: string | null;
  readonly email: string | null;
}

/** A token that the host's backend signed for this widget, or a function that has a fresh one when it is asked. */
export type IdentityProof = string | (() => string | Promise<string>);

/** What an agent may change on a session. */
export interface SessionChanges {
  readonly status?: SessionStatus;
  readonly assignedTo?: string | null;
  readonly tags?: readonly string[];
  readonly priority?: Priority;
  /** Epoch milliseconds in the future, or null to wake it. */
  readonly snoozedUntil?: number | null;
}

export interface SessionFilters {
  readonly status?: SessionStatus;
  /** A user id, `me` or `nobody`. */
  readonly assignedTo?: string;
  readonly tags?: readonly string[];
  readonly widgetId?: string;
  readonly priority?: Priority;
  readonly unread?: boolean;
  readonly snoozed?: boolean;
  /** A note in it mentions this agent. */
  readonly mentioned?: boolean;
  /** Epoch milliseconds. */
  readonly updatedSince?: number;
}

/** A piece of a text that was found. Both kinds are what somebody wrote: show them as text, never as markup. */
export interface SnippetPart {
  readonly text: string;
  /** It is what was searched for. */
  readonly match: boolean;
}

/** One place where a search found its words. */
export interface SearchHit {
  /** `visitor`: the name or the e-mail address. */
  readonly kind: 'message' | 'note' | 'visitor';
  /** Of the message or the note; of the session when the kind is `visitor`. */
  readonly id: string;
  readonly at: number;
  /** Of a message; else null. */
  readonly seq: number | null;
  /** About 160 characters around the first match. */
  readonly snippet: readonly SnippetPart[];
  readonly session: InboxSession;
}

export interface SessionCounts {
  readonly open: number;
  readonly pending: number;
  readonly snoozed: number;
  readonly resolved: number;
}
