/**
 * Owns the list of reads that must stay quick however many messages there are: who asks what, and by which index
 * it is found.
 */
import type { Sql } from 'postgres';
import type { Claims } from '../support/caller.ts';

/** Somebody and something of the crowd that a call is about. */
export interface Case {
  readonly tenant: string;
  readonly widget: string;
  readonly session: string;
  readonly message: string;
  readonly length: number;
  readonly visitor: Claims;
  readonly agent: Claims;
}

/** What a call is compared with: a function that reads one row by its key, or a select that does. */
export type Kind = 'function' | 'select';

export interface Call {
  readonly name: string;
  readonly kind: Kind;
  readonly as: 'visitor' | 'agent';
  readonly statement: string;
  readonly values: (example: Case) => readonly unknown[];
  /** Run before it, as the superuser; `$1` is the first of the values. */
  readonly prepare?: string;
  /** `realtime.topic` while it runs. */
  readonly topic?: (example: Case) => string;
  /** Each of these must be in its plans; `a|b` is either. None: any index will do, but no table is read to its end. */
  readonly indexes: readonly string[];
}

const PAGE = 'select public.global_chat_sync(session_id => $1, since_rev => $2, before_seq => $3)';
const LIST = 'select public.global_chat_list_sessions(tenant_id => $1, filters => $2::text::jsonb)';
const SEARCH = 'select public.global_chat_search(tenant_id => $1, query => $2)';

const page = (
  name: string,
  as: Call['as'],
  position: (example: Case) => readonly [since: number | null, before: number | null],
  index: string,
): Call => ({
  name,
  kind: 'function',
  as,
  statement: PAGE,
  values: (example) => [example.session, ...position(example)],
  indexes: ['global_chat_sessions_pkey', index],
});

const list = (
  name: string,
  filters: Readonly<Record<string, unknown>> | ((example: Case) => Readonly<Record<string, unknown>>),
  ...indexes: readonly string[]
): Call => ({
  name: `list: ${name}`,
  kind: 'function',
  as: 'agent',
  statement: LIST,
  values: (example) => [
    example.tenant,
    JSON.stringify(typeof filters === 'function' ? filters(example) : filters),
  ],
  indexes,
});

const search = (name: string, words: string): Call => ({
  name: `search: ${name}`,
  kind: 'function',
  as: 'agent',
  statement: SEARCH,
  values: ({ tenant }) => [tenant, words],
  indexes: [
    // A word that is everywhere is found among the newest messages.
    'global_chat_messages_words_idx|global_chat_messages_tenant_id_idx',
    'global_chat_notes_words_idx',
    'global_chat_visitors_words_idx',
  ],
});

const join = (
  name: string,
  as: Call['as'],
  topic: (example: Case) => string,
  ...indexes: readonly string[]
): Call => ({
  name: `join ${name}`,
  kind: 'select',
  as,
  // What a Realtime server asks: may this caller see a row of this topic?
  prepare: `insert into realtime.messages (id, topic, extension, private) values ('00000000-0000-4000-8000-000000000001', $1, 'broadcast', true)`,
  statement: `select id from realtime.messages where id = '00000000-0000-4000-8000-000000000001' and topic = $1`,
  values: (example) => [topic(example)],
  topic,
  indexes,
});

/** A row by its key: the same path, and nothing else. */
export const BASELINES: Readonly<Record<Kind, Call>> = {
  function: {
    name: 'a function that reads a message by its key',
    kind: 'function',
    as: 'visitor',
    statement: 'select crowd.read_message($1)',
    values: ({ message }) => [message],
    indexes: ['global_chat_messages_pkey'],
  },
  select: {
    name: 'a select of a message by its key, no policy',
    kind: 'select',
    as: 'visitor',
    statement: 'select id, content from crowd.open_message where id = $1',
    values: ({ message }) => [message],
    indexes: ['open_message_pkey'],
  },
};

/** Makes what the baselines read. */
export async function makeBaselines(sql: Sql): Promise<void> {
  await sql
    .unsafe(
      `
    create function crowd.read_message(wanted uuid) returns jsonb
      language plpgsql stable security definer set search_path = '' as $$
      declare message public.global_chat_messages;
      begin
        select * into message from public.global_chat_messages where id = wanted;
        return jsonb_build_object('id', message.id, 'seq', message.seq, 'content', message.content);
      end $$;
    create table crowd.open_message (like public.global_chat_messages including defaults);
    insert into crowd.open_message select * from public.global_chat_messages;
    alter table crowd.open_message add primary key (id);
    analyze crowd.open_message;
    grant usage on schema crowd to authenticated;
    grant select on crowd.open_message to authenticated;`,
    )
    .simple();
}

export const CALLS: readonly Call[] = [
  page(
    'sync of 50 new messages',
    'visitor',
    ({ length }) => [2 * (length - 50), null],
    'global_chat_messages_session_id_rev_key',
  ),
  page(
    'sync of 50 new messages, by an agent',
    'agent',
    ({ length }) => [2 * (length - 50), null],
    'global_chat_messages_session_id_rev_key',
  ),
  page(
    'sync of nothing new',
    'visitor',
    ({ length }) => [2 * length, null],
    'global_chat_messages_session_id_rev_key',
  ),
  page(
    'newest page',
    'visitor',
    () => [null, null],
    'global_chat_messages_session_id_seq_key|global_chat_messages_session_id_rev_key',
  ),
  page(
    'page backwards',
    'visitor',
    ({ length }) => [null, Math.ceil(length / 2)],
    'global_chat_messages_session_id_seq_key',
  ),
  {
    name: 'my sessions',
    kind: 'function',
    as: 'visitor',
    statement: 'select public.global_chat_my_sessions(widget_id => $1)',
    values: ({ widget }) => [widget],
    indexes: ['global_chat_sessions_visitor_id_idx', 'visitor_auth_pkey'],
  },
  {
    name: 'details of a session',
    kind: 'function',
    as: 'agent',
    statement: 'select public.global_chat_session_details(session_id => $1)',
    values: ({ session }) => [session],
    indexes: [
      'global_chat_sessions_pkey',
      'global_chat_notes_session_id_idx',
      'global_chat_sessions_visitor_id_idx',
    ],
  },
  list('everything', {}, 'global_chat_sessions_active_idx'),
  list('open', { status: 'open', snoozed: false }, 'global_chat_sessions_status_idx'),
  list('resolved', { status: 'resolved' }, 'global_chat_sessions_status_idx'),
  list('snoozed', { snoozed: true }),
  list('mine', { assigned_to: 'me', status: 'open' }, 'global_chat_sessions_assigned_idx'),
  list('nobody’s', { assigned_to: 'nobody', status: 'open' }, 'global_chat_sessions_status_idx'),
  list('unread', { unread: true, status: 'open' }, 'global_chat_sessions_status_idx'),
  list(
    'mentions of me',
    { mentioned: true },
    'global_chat_notes_mentions_idx|global_chat_notes_tenant_id_idx',
  ),
  list('a tag', { tags: 'vip' }),
  list('a priority', { priority: 'urgent' }),
  list('a widget', ({ widget }) => ({ widget_id: widget })),
  list(
    'what changed',
    { updated_since: new Date(Date.now() - 3_600_000).toISOString() },
    'global_chat_sessions_changed_idx',
  ),
  search('a word in half of all messages', 'the'),
  search('a common word', 'refund'),
  search('a rare word', 'zanzibar'),
  search('two words', 'refund sofa'),
  search('a beginning', 'ref'),
  search('two letters', 'me'),
  search('a name', 'lindqvist'),
  search('nothing', 'xylophone'),
  join(
    'session:, by its visitor',
    'visitor',
    ({ session }) => `session:${session}`,
    'global_chat_sessions_pkey',
  ),
  join('session:, by an agent', 'agent', ({ session }) => `session:${session}`, 'global_chat_sessions_pkey'),
  // The agents of twenty tenants fit on one page, which is read without an index.
  join('inbox:', 'agent', ({ tenant }) => `inbox:${tenant}`),
  {
    name: 'messages by the table’s own policy, by their visitor',
    kind: 'select',
    as: 'visitor',
    statement:
      'select id, seq, content from public.global_chat_messages where session_id = $1 order by seq desc limit 50',
    values: ({ session }) => [session],
    indexes: ['global_chat_messages_session_id_seq_key|global_chat_messages_session_id_rev_key'],
  },
  {
    name: 'a message by the table’s own policy, as postgres_changes asks',
    kind: 'select',
    as: 'agent',
    statement: 'select id from public.global_chat_messages where id = $1',
    values: ({ message }) => [message],
    indexes: ['global_chat_messages_pkey'],
  },
];

/** Cases from the biggest tenants: sessions of more than 60 messages. */
export async function findCases(sql: Sql, amount: number): Promise<Case[]> {
  const rows = await sql<
    {
      tenant: string;
      widget: string;
      session: string;
      message: string;
      length: number;
      visitor: string;
      agent: string;
    }[]
  >`
    select tenant.id as tenant, tenant.widget_id as widget, session.id as session, session.length,
      (select id from public.global_chat_messages where session_id = session.id and seq = 1) as message,
      visitor.auth_uid as visitor, agent.id as agent
    from crowd.session
    join crowd.tenant on tenant.number = session.tenant
    join crowd.visitor on (visitor.tenant, visitor.number) = (session.tenant, session.visitor)
    join crowd.agent on (agent.tenant, agent.number) = (session.tenant, session.agent)
    where session.length > 60 and session.tenant <= 3
    order by crowd.chance(session.number, 41) limit ${amount}`;
  return rows.map(({ visitor, agent, ...rest }) => ({
    ...rest,
    visitor: { role: 'authenticated', sub: visitor, is_anonymous: true },
    agent: { role: 'authenticated', sub: agent, is_anonymous: false },
  }));
}
