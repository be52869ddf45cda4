/**
 * Owns the form of an attack: who sends what, and what must come back. Data only; run.ts carries it out.
 * A text may name values as `$session`, `$otherSession` (see fixture.ts and people.ts), `$new` (a UUID that was never used)
 * or `$newX` (one that stays the same within the attack).
 */

/** the standing people; `fresh…` is a new anonymous visitor and `account…` a new confirmed account, made when first named. */
export type Who =
  /** Not even the project's key. */
  | 'nobody'
  /** The publishable key alone. */
  | 'key'
  | 'visitor'
  | 'otherVisitor'
  | 'identifiedVisitor'
  | 'blockedVisitor'
  /** Of the first tenant. */
  | 'agent'
  | 'admin'
  /** Admin of the second tenant, stranger to the first. */
  | 'otherAgent'
  /** Signed up for real, member of nothing. */
  | 'outsider'
  /** Was an agent of the first tenant; the token is still good. */
  | 'removedAgent'
  /** An anonymous token whose user has a membership row all the same. */
  | 'anonymousMember'
  /** Whoever runs the project: the secret key. */
  | 'owner'
  | `fresh${string}`
  | `account${string}`;

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What must come back. */
export interface Expected {
  /** The HTTP status, or 'ok' for 2xx, or 'refused' for 4xx. */
  readonly status: number | 'ok' | 'refused' | 'any';
  /** The stable code: `hint`, `code`, `error_code` or `error` of the body. */
  readonly code?: string;
  /** What the body, as text, must and must not contain. */
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
  /** How many rows: the length of the list that comes back. */
  readonly rows?: number;
  /** Values at paths of the body, e.g. `{ 'session.status': 'open' }`. */
  readonly is?: Readonly<Record<string, Json>>;
  /** What a header of the answer must not contain. */
  readonly headerLacks?: Readonly<Record<string, string>>;
  /** Remembers values at paths of the body, e.g. `{ rowId: 'session.visitor_id' }` for `$rowId`; '' is the whole body. With status 'any' it may be missing, and is empty. */
  readonly keep?: Readonly<Record<string, string>>;
  /** Status and body are, byte for byte, those of the answer that was kept under this name; the first one is kept. */
  readonly sameAs?: string;
}

export interface HttpStep {
  readonly kind: 'http';
  readonly as: Who;
  readonly method: string;
  readonly path: string;
  readonly body?: Json | undefined;
  /** Sent as it is instead of JSON; `type` is its content type. */
  readonly raw?: { readonly text: string; readonly type: string } | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly expected: Expected;
}

/** The same requests many times; at most so many rounds may succeed. */
export interface FloodStep {
  readonly kind: 'flood';
  readonly times: number;
  readonly atOnce: boolean;
  /** All but the last belong to every round; the last one is counted. */
  readonly steps: readonly HttpStep[];
  readonly atMost: number;
  /** The code of at least one refusal. */
  readonly code?: string | undefined;
}

/** Each of these once; at most so many may succeed. */
export interface CountStep {
  readonly kind: 'count';
  readonly steps: readonly HttpStep[];
  readonly atMost: number;
}

export interface JoinStep {
  readonly kind: 'join';
  readonly as: Who;
  readonly topic: string;
  readonly outcome: 'joined' | 'refused';
  readonly public?: boolean | undefined;
  /** Asks for what was broadcast before. */
  readonly replay?: boolean | undefined;
  readonly presence?: boolean | undefined;
  /** Row changes to subscribe to. */
  readonly changes?: readonly Json[] | undefined;
}

/** Sends to a joined topic. Realtime says nothing about most refusals, so `HearStep` tells whether it arrived. */
export interface SayStep {
  readonly kind: 'say';
  readonly as: Who;
  readonly topic: string;
  readonly event: string;
  readonly payload: Json;
  readonly by: 'broadcast' | 'presence';
}

/** What was heard on a joined topic. */
export interface HearStep {
  readonly kind: 'hear';
  readonly as: Who;
  readonly topic: string;
  /** Waits until these were heard. */
  readonly has: readonly string[];
  /** Was not heard, also not by the time when somebody entitled had heard `until`. */
  readonly lacks: readonly string[];
  readonly until?: { readonly as: Who; readonly topic: string; readonly has: string } | undefined;
}

/** Changes the first tenant's widget with the secret key, as a person would in the table editor. */
export interface SettingsStep {
  readonly kind: 'settings';
  readonly settings: Readonly<Record<string, Json>>;
}

export type Step = HttpStep | FloodStep | CountStep | JoinStep | SayStep | HearStep | SettingsStep;

export interface Attack {
  /** What somebody tries, and what happens instead, as a sentence. */
  readonly attack: string;
  readonly steps: readonly Step[];
  /** Settings of the widget it needs; it then has two tenants to itself. */
  readonly widget?: Readonly<Record<string, Json>>;
  /** It leaves traces that others would trip over, so it has two tenants to itself. */
  readonly alone?: boolean;
  /**
   * Nobody left the team of late, so that events still carry words; there `removedAgent` never belonged to it.
   * Without this, somebody just left, and events carry ids.
   */
  readonly nobodyLeft?: boolean;
  /** Why it can only run against the backend on this machine. */
  readonly onlyLocal?: string;
}

export interface Subject {
  readonly subject: string;
  readonly attacks: readonly Attack[];
  /** For all of its attacks. */
  readonly nobodyLeft?: boolean;
}
