/** Attacks by lists, search, export and reports: getting at another tenant's data in bulk. */
import type { Attack, Json, Subject } from '../runner/attack.ts';
import {
  NOT_ALLOWED,
  STRANGERS,
  answers,
  denied,
  each,
  flood,
  open,
  refused,
  rpc,
  send,
  whatever,
} from '../runner/steps.ts';

const BULK: readonly Attack[] = (
  [
    ['list_sessions', { tenant_id: '$tenant' }],
    ['search', { tenant_id: '$tenant', query: 'secret' }],
    ['export', { tenant_id: '$tenant' }],
    ['report', { tenant_id: '$tenant', since: '2020-01-01', until: '2035-01-01' }],
    ['team', { tenant_id: '$tenant' }],
    ['list_widgets', { tenant_id: '$tenant' }],
    ['audit_log', { tenant_id: '$tenant' }],
    ['list_invitations', { tenant_id: '$tenant' }],
  ] as const
).map(([name, args]) => ({
  attack: `Somebody who is no agent of a tenant calls its ${name}.`,
  steps: [
    ...each([...STRANGERS, 'visitor'], (who) => rpc(who, name, args as Json, NOT_ALLOWED)),
    rpc('key', name, args as Json, denied()),
  ],
}));

const OTHERS: readonly Attack[] = [
  {
    attack: 'An agent searches with their own tenant’s id for words of another’s conversations.',
    steps: [
      rpc('agent', 'search', { tenant_id: '$tenant', query: '$words' }, answers({ has: ['$session'] })),
      rpc('agent', 'search', { tenant_id: '$tenant', query: '$foreignWords' }, answers({ is: { hits: [] } })),
      rpc(
        'agent',
        'search',
        { tenant_id: '$tenant', query: '$foreignNoteWords' },
        answers({ is: { hits: [] } }),
      ),
      rpc('agent', 'search', { tenant_id: '$tenant', query: '$foreignName' }, answers({ is: { hits: [] } })),
      rpc(
        'otherAgent',
        'search',
        { tenant_id: '$otherTenant', query: '$words' },
        answers({ is: { hits: [] } }),
      ),
    ],
  },
  {
    attack:
      'An agent writes a query in the search engine’s own language, to leave the tenant: operators, quotes, its inner words.',
    steps: [
      "' | 'tenant:$otherTenant",
      'tenant:$otherTenant',
      '$foreignWords | a',
      "a' & !'b",
      ':*',
      "'",
      '\\',
      '<->',
      '%',
      '((',
      'tenant $otherTenant',
    ].map((query) =>
      rpc(
        'agent',
        'search',
        { tenant_id: '$tenant', query },
        answers({ lacks: ['$foreignSession', '$foreignName'] }),
      ),
    ),
  },
  {
    attack: 'An agent exports with a cursor from another tenant, or a made-up one.',
    steps: [
      rpc(
        'agent',
        'export',
        { tenant_id: '$tenant', cursor: { at: '2000-01-01', id: '$foreignSession' } },
        answers({ lacks: ['$foreignSession', '$foreignWords'] }),
      ),
      rpc(
        'agent',
        'list_sessions',
        { tenant_id: '$tenant', cursor: { at: '2035-01-01', id: '$foreignSession' } },
        answers({ lacks: ['$foreignSession"', '$foreignName'] }),
      ),
      rpc(
        'agent',
        'export',
        { tenant_id: '$tenant', cursor: { at: 'now', id: '$session' } },
        refused(400, 'invalid_argument'),
      ),
      rpc(
        'agent',
        'export',
        { tenant_id: '$tenant', cursor: { at: '2000-01-01', id: '$session', tenant_id: '$otherTenant' } },
        refused(400, 'invalid_argument'),
      ),
    ],
  },
  {
    attack: 'An agent names another tenant in a filter.',
    steps: [
      rpc(
        'agent',
        'list_sessions',
        { tenant_id: '$tenant', filters: { tenant_id: '$otherTenant' } },
        refused(400, 'invalid_argument'),
      ),
      rpc(
        'agent',
        'search',
        { tenant_id: '$tenant', query: 'secret', filters: { tenant_id: '$otherTenant' } },
        refused(400, 'invalid_argument'),
      ),
      rpc(
        'agent',
        'export',
        { tenant_id: '$tenant', filters: { visitor_id: '$foreignVisitorRow' } },
        refused(400, 'invalid_argument'),
      ),
    ],
  },
  {
    attack: 'An agent calls with no tenant at all, hoping for all of them.',
    steps: (['list_sessions', 'export', 'team', 'list_canned_replies'] as const).map((name) =>
      rpc('agent', name, { tenant_id: null }, NOT_ALLOWED),
    ),
  },
  {
    attack: 'An agent who is no admin reads the audit log, the invitations or changes a widget.',
    steps: [
      rpc('agent', 'audit_log', { tenant_id: '$tenant' }, NOT_ALLOWED),
      rpc('agent', 'list_invitations', { tenant_id: '$tenant' }, NOT_ALLOWED),
      rpc('agent', 'update_widget', { widget_id: '$widget', changes: { greeting_text: 'x' } }, denied()),
      rpc('agent', 'create_widget', { tenant_id: '$tenant', name: 'x' }, NOT_ALLOWED),
    ],
  },
  {
    attack: 'A message that was deleted is found by its old words, or exported.',
    steps: [
      rpc('visitor', 'send_message', {
        session_id: '$session',
        message_id: '$newOops',
        content: 'card $newCard',
      }),
      rpc('visitor', 'delete_message', { message_id: '$newOops' }),
      rpc('agent', 'search', { tenant_id: '$tenant', query: '$newCard' }, answers({ is: { hits: [] } })),
      rpc('agent', 'export', { tenant_id: '$tenant' }, answers({ lacks: ['$newCard'] })),
      rpc('agent', 'sync', { session_id: '$session', since_rev: 0 }, answers({ lacks: ['$newCard'] })),
      rpc('agent', 'list_sessions', { tenant_id: '$tenant' }, answers({ lacks: ['$newCard'] })),
    ],
  },
  {
    attack:
      'A visitor writes long messages of letters that are folded into others; the team’s search still answers in time.',
    alone: true,
    steps: [
      open('visitor', '$newSession'),
      flood(35, [send('visitor', '$newSession', 'o '.repeat(1990) + 'ß')], { atMost: 35 }),
      rpc('agent', 'search', { tenant_id: '$tenant', query: 'o' }, answers({ has: ['$newSession'] })),
    ],
  },
  {
    attack: 'An agent asks for a page of a billion rows, or of minus one.',
    steps: [
      rpc('agent', 'list_sessions', { tenant_id: '$tenant', page_size: 2_000_000_000 }, answers()),
      rpc('agent', 'list_sessions', { tenant_id: '$tenant', page_size: -1 }, answers()),
      rpc('visitor', 'sync', { session_id: '$session', page_size: 2_000_000_000 }, answers()),
      rpc('visitor', 'sync', { session_id: '$session', since_rev: -1, before_seq: -1 }, whatever({})),
    ],
  },
];

export const SEARCH_EXPORT: Subject = { subject: 'lists, search and export', attacks: [...BULK, ...OTHERS] };
