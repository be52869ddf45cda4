/** Attacks on the tables themselves, past the functions. */
import type { Attack, Subject } from '../runner/attack.ts';
import { denied, each, get, refused, request, whatever } from '../runner/steps.ts';

const TABLE_NAMES = [
  'global_chat_tenants',
  'global_chat_agents',
  'global_chat_visitors',
  'global_widget_config',
  'global_chat_sessions',
  'global_chat_messages',
  'global_chat_notes',
  'global_chat_canned_replies',
  'global_chat_saved_views',
];
const OURS = ['$tenant', '$session', '$agentId', '$words', '$noteWords', '$email', '$name'];

/** The key; agents have no id of their own, and of messages not every column may be named. */
const columns = (table: string): string =>
  table === 'global_chat_agents' ? 'user_id' : table === 'global_chat_messages' ? 'id,content' : '*';

const READS: readonly Attack[] = TABLE_NAMES.map((table) => ({
  attack: `Whoever knows the publishable key of the web page reads ${table}; the key opens no table.`,
  steps: [
    get('key', `/rest/v1/${table}?select=${columns(table)}`, refused(401, '42501')),
    get('nobody', `/rest/v1/${table}?select=${columns(table)}`, denied()),
  ],
}));

const COUNTS: readonly Attack[] = TABLE_NAMES.map((table) => ({
  attack: `Somebody asks how many rows of ${table} there are, or the planner expects for an address; nobody is told.`,
  steps: (['visitor', 'otherVisitor', 'outsider', 'agent', 'admin', 'removedAgent'] as const).flatMap((who) =>
    ['planned', 'estimated', 'exact'].map((count) =>
      get(who, `/rest/v1/${table}?select=${columns(table)}&limit=0`, refused(403, '42501'), {
        prefer: `count=${count}`,
      }),
    ),
  ),
}));

const WRITES: readonly Attack[] = TABLE_NAMES.map((table) => ({
  attack: `A visitor, an agent and an outsider insert, change and delete rows of ${table} directly; nobody may.`,
  steps: (['visitor', 'agent', 'admin', 'outsider', 'key'] as const).flatMap((who) => [
    request(who, 'POST', `/rest/v1/${table}`, denied(), { body: { created_at: '2020-01-01' } }),
    request(who, 'PATCH', `/rest/v1/${table}?created_at=gt.2000-01-01`, denied(), {
      body: { created_at: '2020-01-01' },
    }),
    request(who, 'DELETE', `/rest/v1/${table}?created_at=gt.2000-01-01`, denied()),
    request(who, 'POST', `/rest/v1/${table}`, denied(), {
      body: { created_at: '2020-01-01' },
      headers: { prefer: 'resolution=merge-duplicates' },
    }),
  ]),
}));

const STRANGERS_READ: readonly Attack[] = (
  ['otherAgent', 'outsider', 'removedAgent', 'anonymousMember', 'visitor'] as const
).map((who) => ({
  attack: `The ${who} lists every table; of the first tenant nothing comes that is not theirs.`,
  steps: TABLE_NAMES.map((table) =>
    get(
      who,
      `/rest/v1/${table}?select=${columns(table)}`,
      whatever({
        lacks: who === 'visitor' ? ['$tenant', '$agentId', '$noteWords', '$otherWords'] : OURS,
      }),
    ),
  ),
}));

const OTHERS: readonly Attack[] = [
  {
    attack:
      'A visitor asks for the columns of messages that say who works where; they are closed to visitors and agents.',
    steps: each(['visitor', 'agent'], (who) =>
      ['sender_id', 'tenant_id', 'visitor_id', '*'].map((column) =>
        get(who, `/rest/v1/global_chat_messages?select=${column}`, refused(403, '42501')),
      ),
    ).flat(),
  },
  {
    attack: 'A visitor sorts and filters messages by a closed column, to read it by trying.',
    steps: [
      get('visitor', '/rest/v1/global_chat_messages?select=id&sender_id=not.is.null', refused(403, '42501')),
      get('visitor', '/rest/v1/global_chat_messages?select=id&order=tenant_id', refused(403, '42501')),
    ],
  },
  {
    attack:
      'A visitor embeds the session, the notes and the visitor of their own message; none of those come.',
    steps: [
      get(
        'visitor',
        '/rest/v1/global_chat_messages?select=id,global_chat_sessions(*)',
        whatever({ lacks: ['$tenant', 'tags', '$email'] }),
      ),
      get(
        'visitor',
        '/rest/v1/global_chat_sessions?select=*,global_chat_notes(*),global_chat_visitors(*)',
        whatever({ lacks: ['$noteWords', '$tenant', '$email'] }),
      ),
      get(
        'visitor',
        '/rest/v1/global_widget_config?select=*,global_chat_sessions(*)',
        whatever({ lacks: ['$tenant', '$session'] }),
      ),
    ],
  },
  {
    attack:
      'An agent of another tenant embeds from their own rows into those of the first; nothing of it comes.',
    steps: [
      get(
        'otherAgent',
        '/rest/v1/global_chat_sessions?select=*,global_chat_notes(*),global_widget_config(*),global_chat_agents(*)',
        whatever({ lacks: OURS }),
      ),
      get(
        'otherAgent',
        '/rest/v1/global_chat_tenants?select=*,global_chat_agents(*),global_chat_visitors(*)',
        whatever({ lacks: OURS }),
      ),
    ],
  },
  {
    attack: 'Somebody asks the Data API for the private schema by its profile; it is not exposed.',
    steps: each(['key', 'visitor', 'admin'], (who) =>
      ['visitor_auth', 'widget_secrets', 'rate_buckets', 'invitations', 'audit_log', 'erased_files'].map(
        (table) => get(who, `/rest/v1/${table}`, denied(), { 'accept-profile': 'global_chat_private' }),
      ),
    ).flat(),
  },
  {
    attack:
      'Somebody calls a function of the private schema through the Data API; there is no such function there.',
    steps: each(['visitor', 'admin'], (who) => [
      request(who, 'POST', '/rest/v1/rpc/take_token', denied(), {
        body: {},
        headers: { 'content-profile': 'global_chat_private' },
      }),
      request(who, 'POST', '/rest/v1/rpc/erase_person', denied(), {
        body: { visitor: '$visitorRow' },
        headers: { 'content-profile': 'global_chat_private' },
      }),
      request(who, 'POST', '/rest/v1/rpc/erase_person', denied(), { body: { visitor: '$visitorRow' } }),
    ]).flat(),
  },
  {
    attack:
      'Somebody reads the accounts of Auth, the files of Storage and the broadcasts of Realtime as tables.',
    steps: each(['key', 'visitor', 'admin'], (who) =>
      (['auth', 'storage', 'realtime'] as const).map((schema) =>
        get(
          who,
          `/rest/v1/${{ auth: 'users', storage: 'objects', realtime: 'messages' }[schema]}`,
          denied(),
          { 'accept-profile': schema },
        ),
      ),
    ).flat(),
  },
  {
    attack:
      'An agent truncates a filter to touch every row: an update and a delete without one are refused like any other.',
    steps: each(['agent', 'visitor'], (who) => [
      request(who, 'DELETE', '/rest/v1/global_chat_messages', denied()),
      request(who, 'PATCH', '/rest/v1/global_chat_sessions', denied(), { body: { status: 'open' } }),
    ]).flat(),
  },
  {
    attack:
      'An agent reads the tables of canned replies and saved views, their own or a colleague’s; they are read by calls only.',
    steps: [
      get('agent', '/rest/v1/global_chat_canned_replies?id=eq.$reply', refused(403, '42501')),
      get('admin', '/rest/v1/global_chat_canned_replies?id=eq.$reply', refused(403, '42501')),
      get('agent', '/rest/v1/global_chat_saved_views?id=eq.$view', refused(403, '42501')),
      get('admin', '/rest/v1/global_chat_saved_views?id=eq.$view', refused(403, '42501')),
    ],
  },
  {
    attack: 'A visitor claims to be an agent by headers and parameters; only the signed token counts.',
    steps: [
      get('visitor', '/rest/v1/global_chat_sessions?select=id&role=eq.agent', denied()),
      get('visitor', '/rest/v1/global_chat_sessions?select=id', refused(403, '42501'), {
        'x-user-id': '$agentId',
        'x-role': 'service_role',
        'x-supabase-role': 'service_role',
        'request.jwt.claims': '{"sub":"$agentId"}',
      }),
    ],
  },
];

export const TABLES: Subject = {
  subject: 'tables',
  attacks: [...READS, ...COUNTS, ...WRITES, ...STRANGERS_READ, ...OTHERS],
};
