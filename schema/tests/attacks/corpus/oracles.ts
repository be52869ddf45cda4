/** Attacks that read nothing and learn all the same: from the form of a refusal, from counts, from plans, from what moves. */
import type { Attack, Json, Subject, Who } from '../runner/attack.ts';
import { answers, denied, each, get, join, joinRefused, request, rpc, whatever } from '../runner/steps.ts';

/** Every call with an id: what exists at somebody else's must be answered like what does not exist. */
const CALLS: readonly (readonly [
  name: string,
  args: (id: string) => Json,
  theirs: string,
  who: readonly Who[],
])[] = [
  ['sync', (session_id) => ({ session_id }), '$session', ['otherVisitor', 'otherAgent', 'outsider']],
  [
    'send_message',
    (session_id) => ({ session_id, message_id: '$new', content: 'x' }),
    '$session',
    ['otherVisitor', 'otherAgent'],
  ],
  [
    'send_message',
    (session_id) => ({ session_id, message_id: '$new', content: '' }),
    '$session',
    ['otherVisitor', 'otherAgent'],
  ],
  ['mark_read', (session_id) => ({ session_id, seq: 1 }), '$session', ['otherVisitor', 'otherAgent']],
  ['rate_session', (session_id) => ({ session_id, score: 9 }), '$session', ['otherVisitor', 'agent']],
  [
    'update_visitor',
    (session_id) => ({ session_id, visitor: { name: 'x' } }),
    '$session',
    ['otherVisitor', 'agent'],
  ],
  [
    'attachment_path',
    (session_id) => ({ session_id, message_id: '$new', file_name: 'a.png' }),
    '$session',
    ['otherVisitor', 'outsider'],
  ],
  [
    'update_session',
    (session_id) => ({ session_id, changes: { status: 'nonsense' } }),
    '$session',
    ['otherVisitor', 'otherAgent', 'outsider'],
  ],
  [
    'update_sessions',
    (id) => ({ session_ids: [id], changes: { status: 'nonsense' } }),
    '$session',
    ['otherVisitor', 'otherAgent', 'outsider'],
  ],
  [
    'session_details',
    (session_id) => ({ session_id }),
    '$session',
    ['otherVisitor', 'otherAgent', 'outsider'],
  ],
  ['add_note', (session_id) => ({ session_id, content: '' }), '$session', ['otherVisitor', 'otherAgent']],
  [
    'edit_message',
    (message_id) => ({ message_id, content: '' }),
    '$message',
    ['otherVisitor', 'otherAgent', 'agent'],
  ],
  [
    'edit_message',
    (message_id) => ({ message_id, content: 'x', base_rev: 1 }),
    '$message',
    ['otherVisitor', 'otherAgent', 'agent'],
  ],
  [
    'track',
    (session_id) => ({ session_id, events: [{ id: session_id, name: 'x' }] }),
    '$session',
    ['otherVisitor', 'otherAgent', 'agent'],
  ],
  ['delete_message', (message_id) => ({ message_id }), '$message', ['otherVisitor', 'otherAgent', 'agent']],
  ['update_note', (note_id) => ({ note_id, content: '' }), '$note', ['visitor', 'otherAgent', 'outsider']],
  ['delete_note', (note_id) => ({ note_id }), '$note', ['visitor', 'otherAgent', 'outsider']],
  ['delete_canned_reply', (reply_id) => ({ reply_id }), '$reply', ['admin', 'otherAgent', 'visitor']],
  ['delete_saved_view', (view_id) => ({ view_id }), '$view', ['admin', 'otherAgent', 'visitor']],
  ['block_visitor', (visitor_id) => ({ visitor_id }), '$visitorRow', ['visitor', 'otherAgent', 'outsider']],
  ['erase_visitor', (visitor_id) => ({ visitor_id }), '$visitorRow', ['visitor', 'otherAgent', 'outsider']],
  ['widget_settings', (widget_id) => ({ widget_id }), '$widget', ['visitor', 'otherAgent', 'outsider']],
  [
    'update_widget',
    (widget_id) => ({ widget_id, changes: {} }),
    '$widget',
    ['visitor', 'otherAgent', 'outsider'],
  ],
  ['rotate_identity_key', (widget_id) => ({ widget_id }), '$widget', ['visitor', 'otherAgent', 'outsider']],
  ['list_sessions', (tenant_id) => ({ tenant_id }), '$tenant', ['visitor', 'otherAgent', 'outsider']],
  ['team', (tenant_id) => ({ tenant_id }), '$tenant', ['visitor', 'otherAgent', 'outsider']],
  ['search', (tenant_id) => ({ tenant_id, query: 'x' }), '$tenant', ['visitor', 'otherAgent', 'outsider']],
  ['export', (tenant_id) => ({ tenant_id }), '$tenant', ['visitor', 'otherAgent', 'outsider']],
  [
    'invite_agent',
    (tenant_id) => ({ tenant_id, email: 'a@example.com' }),
    '$tenant',
    ['visitor', 'otherAgent', 'agent'],
  ],
  [
    'remove_agent',
    (tenant_id) => ({ tenant_id, user_id: '$agentId' }),
    '$tenant',
    ['visitor', 'otherAgent', 'outsider'],
  ],
];

const REFUSALS: readonly Attack[] = CALLS.map(([name, args, theirs, who], place) => ({
  attack: `Somebody tells by the refusal of ${name} whether ${theirs.slice(1)} exists (${String(place + 1)}); both answers are the same, byte for byte.`,
  steps: each(who, (stranger) => [
    rpc(stranger, name, args(theirs), denied({ sameAs: stranger })),
    rpc(stranger, name, args('$new'), denied({ sameAs: stranger })),
  ]).flat(),
}));

const OTHERS: readonly Attack[] = [
  {
    attack: 'A visitor tells from a file’s refusal whether a path exists.',
    steps: [
      get('otherVisitor', '/storage/v1/object/authenticated/global-chat/$file', denied({ sameAs: 'file' })),
      get(
        'otherVisitor',
        '/storage/v1/object/authenticated/global-chat/$tenant/$session/$new/photo.png',
        denied({ sameAs: 'file' }),
      ),
      get(
        'otherVisitor',
        '/storage/v1/object/authenticated/global-chat/$new/$new/$new/photo.png',
        denied({ sameAs: 'file' }),
      ),
    ],
  },
  {
    attack:
      'Somebody tells by joining whether a conversation, a tenant or a widget exists; only widgets may be known.',
    steps: [
      joinRefused('outsider', 'session:$session'),
      joinRefused('outsider', 'session:$new'),
      joinRefused('outsider', 'inbox:$tenant'),
      joinRefused('outsider', 'inbox:$new'),
      join('key', 'widget:$widget'),
      joinRefused('key', 'widget:$new'),
      joinRefused('key', 'widget:$tenant'),
    ],
  },
  {
    attack:
      'A visitor tells from the order of refusals: a message that is too long, for a conversation that is not theirs.',
    steps: [
      rpc(
        'otherVisitor',
        'send_message',
        { session_id: '$session', message_id: '$new', content: 'x'.repeat(5000) },
        denied({ sameAs: 'long' }),
      ),
      rpc(
        'otherVisitor',
        'send_message',
        { session_id: '$new', message_id: '$new', content: 'x'.repeat(5000) },
        denied({ sameAs: 'long' }),
      ),
      rpc(
        'otherVisitor',
        'send_message',
        { session_id: '$session', message_id: '$new', content: 'x', attachments: 'no list' },
        denied({ sameAs: 'files' }),
      ),
      rpc(
        'otherVisitor',
        'send_message',
        { session_id: '$new', message_id: '$new', content: 'x', attachments: 'no list' },
        denied({ sameAs: 'files' }),
      ),
      rpc(
        'otherVisitor',
        'send_message',
        { session_id: '$session', message_id: '$message', content: 'x' },
        denied({ sameAs: 'id' }),
      ),
      rpc(
        'otherVisitor',
        'send_message',
        { session_id: '$session', message_id: '$new', content: 'x' },
        denied({ sameAs: 'id' }),
      ),
    ],
  },
  {
    attack: 'Somebody has the Data API count rows of others, exactly.',
    steps: each(['visitor', 'outsider', 'removedAgent'], (who) =>
      ['global_chat_visitors', 'global_chat_sessions', 'global_chat_notes', 'global_chat_agents'].map(
        (table) =>
          get(
            who,
            `/rest/v1/${table}?select=created_at&limit=1`,
            whatever({ headerLacks: { 'content-range': '/1' }, lacks: ['created_at'] }),
            { prefer: 'count=exact' },
          ),
      ),
    ).flat(),
  },
  {
    attack:
      'Somebody asks the Data API for the plan of a query, with the planner’s guesses of how many rows there are.',
    steps: each(['key', 'visitor', 'outsider'], (who) =>
      get(who, '/rest/v1/global_chat_visitors?email=eq.$email', denied({ lacks: ['Plan Rows', 'rows='] }), {
        accept: 'application/vnd.pgrst.plan+json; options=analyze|verbose',
      }),
    ),
  },
  {
    attack:
      'Somebody tries an id of a conversation for opening, to learn that it exists; what is told is only that it cannot be used.',
    steps: [
      rpc(
        'otherVisitor',
        'open_session',
        { widget_id: '$widget', session_id: '$session' },
        denied({ sameAs: 'open', lacks: ['$tenant', '$words'] }),
      ),
      rpc(
        'otherVisitor',
        'open_session',
        { widget_id: '$widget', session_id: '$foreignSession' },
        whatever({ lacks: ['$words'] }),
      ),
      rpc(
        'otherVisitor',
        'open_session',
        { widget_id: '$widget', session_id: '$identifiedSession' },
        denied({ sameAs: 'open' }),
      ),
    ],
  },
  {
    attack: 'An anonymous user is told by Auth’s own addresses about other users.',
    steps: each(['key', 'visitor', 'agent'], (who) => [
      get(who, '/auth/v1/admin/users', denied({ lacks: ['@example.com'] })),
      get(who, '/auth/v1/admin/users/$agentId', denied({ lacks: ['@example.com'] })),
      request(who, 'POST', '/auth/v1/admin/users', denied(), {
        body: { email: 'x@example.com', email_confirm: true },
      }),
      request(who, 'DELETE', '/auth/v1/admin/users/$agentId', denied()),
    ]).flat(),
  },
];

/** What moves although nothing happened that a visitor may know. */
export const MOVED: readonly Attack[] = [
  {
    attack: 'A visitor sees from the times of their conversation when agents tag, assign or snooze it.',
    steps: [
      rpc('visitor', 'sync', { session_id: '$session' }, answers({ keep: { before: 'session.updated_at' } })),
      rpc('agent', 'update_session', {
        session_id: '$session',
        changes: { tags: ['quiet'], priority: 'high', assigned_to: '$adminId' },
      }),
      rpc(
        'visitor',
        'sync',
        { session_id: '$session' },
        answers({ is: { 'session.updated_at': '$before' } }),
      ),
    ],
  },
];

export const ORACLES: Subject = { subject: 'oracles', attacks: [...REFUSALS, ...OTHERS, ...MOVED] };
