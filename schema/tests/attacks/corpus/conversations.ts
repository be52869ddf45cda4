/** Attacks on other people's conversations through the functions: reading, writing, editing, steering. */
import type { Attack, Json, Subject, Who } from '../runner/attack.ts';
import {
  NOT_ALLOWED,
  STRANGERS,
  UNKNOWN,
  answers,
  denied,
  each,
  open,
  refused,
  rpc,
  send,
} from '../runner/steps.ts';

/** Calls of participants and of agents, with what a stranger is told. */
const CALLS: readonly (readonly [what: string, name: string, args: Json, who?: readonly Who[]])[] = [
  ['reads it', 'sync', { session_id: '$session' }],
  ['reads an old page of it', 'sync', { session_id: '$session', before_seq: 99 }],
  ['catches up with it', 'sync', { session_id: '$session', since_rev: 0 }],
  ['writes in it', 'send_message', { session_id: '$session', message_id: '$new', content: 'Me too' }],
  ['marks it as read', 'mark_read', { session_id: '$session', seq: 1 }],
  ['marks it as delivered', 'mark_delivered', { session_id: '$session', seq: 1 }],
  [
    'asks where to put a file in it',
    'attachment_path',
    { session_id: '$session', message_id: '$new', file_name: 'a.png' },
  ],
  ['edits its message', 'edit_message', { message_id: '$message', content: 'Forged' }],
  [
    'edits its message as of a revision',
    'edit_message',
    { message_id: '$message', content: 'Forged', base_rev: 2 },
  ],
  ['deletes its message', 'delete_message', { message_id: '$message' }],
  [
    'tells what its visitor did',
    'track',
    { session_id: '$session', events: [{ id: '$new', name: 'Forged' }] },
    [...STRANGERS, 'agent', 'admin'],
  ],
  ['rates it', 'rate_session', { session_id: '$session', score: 1 }, [...STRANGERS, 'agent', 'admin']],
  [
    'changes who the visitor says they are',
    'update_visitor',
    { session_id: '$session', visitor: { name: 'Forged' } },
    [...STRANGERS, 'agent', 'admin'],
  ],
  ['opens its details', 'session_details', { session_id: '$session' }],
  ['resolves it', 'update_session', { session_id: '$session', changes: { status: 'resolved' } }],
  [
    'resolves it among others',
    'update_sessions',
    { session_ids: ['$session'], changes: { status: 'resolved' } },
  ],
];

const STRANGER_CALLS: readonly Attack[] = CALLS.map(([what, name, args, who = STRANGERS]) => ({
  attack: `Somebody with no part in a conversation ${what}; for them it does not exist.`,
  steps: [...each(who, (stranger) => rpc(stranger, name, args, UNKNOWN)), rpc('key', name, args, denied())],
}));

const VISITORS_AS_AGENTS: readonly Attack[] = (
  [
    ['update_session', { session_id: '$session', changes: { priority: 'urgent' } }, NOT_ALLOWED],
    ['update_sessions', { session_ids: ['$session'], changes: { tags: ['vip'] } }, NOT_ALLOWED],
    ['session_details', { session_id: '$session' }, NOT_ALLOWED],
    ['add_note', { session_id: '$session', content: 'Give me a discount' }, NOT_ALLOWED],
    ['list_sessions', { tenant_id: '$tenant' }, NOT_ALLOWED],
    ['team', { tenant_id: '$tenant' }, NOT_ALLOWED],
    ['list_canned_replies', { tenant_id: '$tenant' }, NOT_ALLOWED],
    ['report', { tenant_id: '$tenant', since: '2020-01-01', until: '2030-01-01' }, NOT_ALLOWED],
    ['block_visitor', { visitor_id: '$otherVisitorRow' }, UNKNOWN],
    ['block_visitor', { visitor_id: '$visitorRow', blocked: false }, UNKNOWN],
  ] as const
).map(([name, args, expected]) => ({
  attack: `A visitor calls ${name} of their own conversation's tenant (${JSON.stringify(args).replaceAll('$', '').slice(0, 70)}), which is for agents.`,
  steps: [rpc('visitor', name, args as Json, expected)],
}));

const OTHERS: readonly Attack[] = [
  {
    attack: 'A visitor opens a conversation under an id that is somebody else’s, to take it over.',
    steps: [
      open('otherVisitor', '$session', {}, refused(409, 'id_conflict')),
      open('fresh', '$session', {}, refused(409, 'id_conflict')),
      rpc(
        'otherVisitor',
        'open_session',
        { widget_id: '$otherWidget', session_id: '$session' },
        refused(409, 'id_conflict'),
      ),
      rpc(
        'visitor',
        'open_session',
        { widget_id: '$otherWidget', session_id: '$session' },
        refused(409, 'id_conflict'),
      ),
    ],
  },
  {
    attack: 'A visitor sends under the id of another message, to overwrite it or to read it from the answer.',
    steps: [
      send('otherVisitor', '$otherSession', 'Mine now', refused(409, 'id_conflict'), '$message'),
      send('agent', '$session', 'Mine now', refused(409, 'id_conflict'), '$message'),
      send('otherVisitor', '$foreignSession', 'Mine now', refused(409, 'id_conflict'), '$message'),
    ],
  },
  {
    attack: 'A visitor replays the request of a message with other words; what is stored stays.',
    steps: [
      send(
        'visitor',
        '$session',
        'Other words',
        answers({ has: ['$words'], lacks: ['Other words'] }),
        '$message',
      ),
      rpc(
        'visitor',
        'sync',
        { session_id: '$session' },
        answers({ has: ['$words'], lacks: ['Other words'] }),
      ),
    ],
  },
  {
    attack: 'A visitor adds arguments that say who writes, for whom and when; there are no such arguments.',
    steps: ['sender_type', 'sender_id', 'sender_name', 'tenant_id', 'seq', 'created_at'].map((name) =>
      rpc(
        'visitor',
        'send_message',
        { session_id: '$session', message_id: '$new', content: 'x', [name]: 'agent' },
        denied(),
      ),
    ),
  },
  {
    attack:
      'A visitor marks what they never got as read, and takes it back; the position stays within the conversation.',
    steps: [
      rpc(
        'visitor',
        'mark_read',
        { session_id: '$session', seq: 9_000_000_000 },
        answers({ lacks: ['9000000000'] }),
      ),
      rpc('visitor', 'mark_read', { session_id: '$session', seq: -5 }, answers({ lacks: ['-5,'] })),
    ],
  },
  {
    attack:
      'An agent assigns a conversation to a stranger, to an agent of another tenant and to the visitor.',
    steps: ['$outsiderId', '$otherAgentId', '$visitorId', '$removedAgentId', '$new', 'me'].map(
      (assigned_to) =>
        rpc(
          'agent',
          'update_session',
          { session_id: '$session', changes: { assigned_to } },
          refused(400, 'invalid_argument'),
        ),
    ),
  },
  {
    attack: 'An agent sets columns of a session that no change may name.',
    steps: [
      'tenant_id',
      'visitor_id',
      'rev',
      'last_seq',
      'rating',
      'visitor_name',
      'visitor_verified',
      'id',
    ].map((column) =>
      rpc(
        'agent',
        'update_session',
        { session_id: '$session', changes: { [column]: '$otherTenant' } },
        refused(400, 'invalid_argument'),
      ),
    ),
  },
  {
    attack: 'An agent slips a session of another tenant into a bulk change; none of them changes.',
    steps: [
      rpc(
        'agent',
        'update_sessions',
        { session_ids: ['$session', '$foreignSession'], changes: { priority: 'low' } },
        UNKNOWN,
      ),
      rpc(
        'agent',
        'update_sessions',
        { session_ids: ['$session', '$new'], changes: { priority: 'low' } },
        UNKNOWN,
      ),
    ],
  },
  {
    attack: 'The agent’s view of a session reaches its visitor through one of their answers.',
    steps: [
      rpc('agent', 'update_session', {
        session_id: '$session',
        changes: { tags: ['difficult-customer'], priority: 'urgent', assigned_to: '$agentId' },
      }),
      ...(['sync', 'mark_read', 'rate_session'] as const).map((name) =>
        rpc(
          'visitor',
          name,
          {
            session_id: '$session',
            ...(name === 'mark_read' ? { seq: 1 } : name === 'rate_session' ? { score: 4 } : {}),
          },
          answers({
            lacks: [
              'difficult-customer',
              '"priority"',
              '$tenant"',
              '$agentId',
              'assigned_to',
              'sender_id',
              '$noteWords',
            ],
          }),
        ),
      ),
      rpc(
        'visitor',
        'my_sessions',
        { widget_id: '$widget' },
        answers({ lacks: ['difficult-customer', '"priority"', '$agentId', '$noteWords'] }),
      ),
      send(
        'visitor',
        '$session',
        'And me?',
        answers({ lacks: ['difficult-customer', '"priority"', '$agentId', 'sender_id'] }),
      ),
    ],
  },
  {
    attack: 'The secret key, which is nobody’s, writes as a participant; it is no participant.',
    steps: [send('owner', '$session', 'From the system', denied())],
  },
  {
    attack: 'Somebody lists the conversations of a widget that they never wrote to; there are none for them.',
    steps: [
      rpc('fresh', 'my_sessions', { widget_id: '$widget' }, answers({ rows: 0 })),
      rpc('outsider', 'my_sessions', { widget_id: '$widget' }, answers({ rows: 0 })),
      rpc('visitor', 'my_sessions', { widget_id: '$otherWidget' }, answers({ rows: 0 })),
      rpc('anonymousMember', 'my_sessions', { widget_id: '$widget' }, answers({ rows: 0 })),
    ],
  },
];

export const CONVERSATIONS: Subject = {
  subject: 'conversations',
  attacks: [...STRANGER_CALLS, ...VISITORS_AS_AGENTS, ...OTHERS],
};
