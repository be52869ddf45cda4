/**
 * Owns turning a story into rows: ids derived from its key, times relative to now, counters as the functions would set them.
 */
import { createHash } from 'node:crypto';
import type { Story, StoryMessage } from './stories.ts';

/** An agent as the rows name it. */
export interface Writer {
  readonly id: string;
  readonly name: string;
  /** A web address. */
  readonly picture: string | null;
}

export interface Cast {
  readonly tenantId: string;
  readonly widgetId: string;
  /** By the first part of the agent's address. */
  readonly writers: ReadonlyMap<string, Writer>;
  /** Epoch milliseconds. */
  readonly now: number;
}

export type Row = Readonly<Record<string, unknown>>;

/** The same name gives the same UUID (version 5 in form), so that a second run finds what the first one made. */
export function idOf(name: string): string {
  const hex = createHash('sha1').update(`globalchat demo ${name}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `${variant}${hex.slice(18, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function timeOf(cast: Cast, minutesAgo: number): string {
  return new Date(cast.now - minutesAgo * 60_000).toISOString();
}

function writerOf(cast: Cast, who: string): Writer {
  const writer = cast.writers.get(who);
  if (writer === undefined) throw new Error(`The demo has no agent "${who}".`);
  return writer;
}

export function visitorKeyOf(story: Story): string {
  return `visitor ${story.visitor.same_as ?? story.key}`;
}

export function visitorRow(cast: Cast, story: Story): Row {
  return {
    id: idOf(visitorKeyOf(story)),
    tenant_id: cast.tenantId,
    external_id: story.visitor.external_id ?? null,
    name: story.visitor.name ?? null,
    email: story.visitor.email ?? null,
    verified: story.visitor.external_id !== undefined,
    created_at: timeOf(cast, firstOf(story)[1]),
    last_seen_at: timeOf(cast, lastOf(story, 'v')?.[1] ?? 0),
  };
}

export function messageRows(cast: Cast, story: Story, visitor: Story['visitor']): Row[] {
  return story.messages.map(([who, minutesAgo, content], index) => {
    const writer = who === 'v' ? undefined : writerOf(cast, who);
    return {
      id: idOf(`message ${story.key} ${String(index)}`),
      session_id: idOf(`session ${story.key}`),
      tenant_id: cast.tenantId,
      visitor_id: idOf(visitorKeyOf(story)),
      seq: index + 1,
      rev: index + 2, // rev 1 is the session's beginning
      sender_type: writer === undefined ? 'visitor' : 'agent',
      sender_id: writer?.id ?? null,
      sender_name: writer?.name ?? visitor.name ?? null,
      sender_avatar_url: writer?.picture ?? null,
      content,
      created_at: timeOf(cast, minutesAgo),
    };
  });
}

export function noteRows(cast: Cast, story: Story): Row[] {
  return (story.notes ?? []).map(([who, minutesAgo, content, mentions = []], index) => {
    const author = writerOf(cast, who);
    return {
      id: idOf(`note ${story.key} ${String(index)}`),
      tenant_id: cast.tenantId,
      session_id: idOf(`session ${story.key}`),
      author_id: author.id,
      author_name: author.name,
      content,
      mentions: mentions.map((person) => writerOf(cast, person).id),
      created_at: timeOf(cast, minutesAgo),
      updated_at: timeOf(cast, minutesAgo),
    };
  });
}

export function sessionRow(cast: Cast, story: Story, visitor: Story['visitor']): Row {
  const count = story.messages.length;
  const last = story.messages[count - 1] ?? firstOf(story);
  const reply = lastOf(story, 'agent');
  const firstReply = story.messages.find(([who]) => who !== 'v');
  const resolvedAt = story.status === 'resolved' ? timeOf(cast, last[1]) : null;
  const { pages, ...context } = story.metadata ?? {};
  return {
    id: idOf(`session ${story.key}`),
    tenant_id: cast.tenantId,
    widget_id: cast.widgetId,
    visitor_id: idOf(visitorKeyOf(story)),
    visitor_name: visitor.name ?? null,
    visitor_email: visitor.email ?? null,
    visitor_metadata:
      pages === undefined
        ? context
        : { ...context, pages: pages.map(([url, ago]) => ({ url, at: timeOf(cast, ago) })) },
    visitor_verified: visitor.external_id !== undefined,
    status: story.status,
    assigned_to: story.assigned === undefined ? null : writerOf(cast, story.assigned).id,
    tags: story.tags,
    priority: story.priority ?? 'normal',
    snoozed_until: story.snoozed_hours === undefined ? null : timeOf(cast, -60 * story.snoozed_hours),
    rating: story.rating ?? null,
    rating_comment: story.rating_comment ?? null,
    last_seq: count,
    rev: count + 2, // one more than the last message: what the team did with the session
    last_message_at: timeOf(cast, last[1]),
    last_message_preview: last[2].slice(0, 140),
    last_message_by: last[0] === 'v' ? 'visitor' : 'agent',
    visitor_read_seq: count - (story.visitor_unread ?? 0),
    visitor_delivered_seq: count,
    agent_read_seq: count - (story.unread ?? 0),
    agent_delivered_seq: count,
    agent_name: reply === undefined ? null : writerOf(cast, reply[0]).name,
    agent_avatar_url: reply === undefined ? null : writerOf(cast, reply[0]).picture,
    first_reply_at: firstReply === undefined ? null : timeOf(cast, firstReply[1]),
    resolved_at: resolvedAt,
    created_at: timeOf(cast, firstOf(story)[1]),
    updated_at: timeOf(cast, last[1]),
  };
}

function firstOf(story: Story): StoryMessage {
  const [first] = story.messages;
  if (first === undefined) throw new Error(`The story "${story.key}" has no message.`);
  return first;
}

function lastOf(story: Story, by: 'v' | 'agent'): StoryMessage | undefined {
  return story.messages.findLast(([who]) => (who === 'v') === (by === 'v'));
}
