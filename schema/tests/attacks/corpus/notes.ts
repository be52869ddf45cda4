/** Attacks on what agents write for each other: notes, canned replies, saved views. */
import type { Attack, Subject } from '../runner/attack.ts';
import {
  NOT_ALLOWED,
  STRANGERS,
  UNKNOWN,
  answers,
  denied,
  doesNotHear,
  each,
  get,
  hears,
  join,
  refused,
  rpc,
  send,
  whatever,
} from '../runner/steps.ts';

const ATTACKS: readonly Attack[] = [
  {
    attack:
      'A visitor reads the notes about their own conversation, by table and by every call they may make.',
    steps: [
      get('visitor', '/rest/v1/global_chat_notes?select=*', refused(403, '42501')),
      rpc('visitor', 'session_details', { session_id: '$session' }, NOT_ALLOWED),
      rpc('visitor', 'sync', { session_id: '$session', page_size: 200 }, answers({ lacks: ['$noteWords'] })),
      rpc('visitor', 'search', { tenant_id: '$tenant', query: '$noteWords' }, NOT_ALLOWED),
      rpc('visitor', 'export', { tenant_id: '$tenant' }, NOT_ALLOWED),
    ],
  },
  {
    attack: 'A visitor hears of a note by live events.',
    steps: [
      join('visitor', 'session:$session'),
      join('agent', 'inbox:$tenant'),
      rpc('agent', 'add_note', { session_id: '$session', content: 'Between us: a liar' }),
      hears('agent', 'inbox:$tenant', 'Between us'),
      send('agent', '$session', 'Hello'),
      hears('visitor', 'session:$session', 'Hello'),
      doesNotHear('visitor', 'session:$session', ['Between us', '"note"'], undefined),
    ],
  },
  {
    attack: 'Somebody with no part in a conversation adds a note to it.',
    steps: each(STRANGERS, (who) => rpc(who, 'add_note', { session_id: '$session', content: 'x' }, UNKNOWN)),
  },
  {
    attack:
      'A note is rewritten by somebody who did not write it, its admin included; deleted by nobody but author and admin.',
    steps: [
      ...each([...STRANGERS, 'visitor', 'admin'], (who) =>
        rpc(who, 'update_note', { note_id: '$note', content: 'Forged' }, UNKNOWN),
      ),
      ...each([...STRANGERS, 'visitor'], (who) => rpc(who, 'delete_note', { note_id: '$note' }, UNKNOWN)),
    ],
  },
  {
    attack: 'An agent says in a note’s arguments that a colleague wrote it; there is no such argument.',
    steps: [
      rpc('agent', 'add_note', { session_id: '$session', content: 'x', author_id: '$adminId' }, denied()),
      rpc(
        'agent',
        'add_note',
        { session_id: '$session', content: 'x' },
        answers({ is: { author_id: '$agentId' } }),
      ),
    ],
  },
  {
    attack: 'An agent mentions strangers in a note, to learn who they are or to tell them.',
    steps: ['$outsiderId', '$otherAgentId', '$visitorId', '$removedAgentId'].map((person) =>
      rpc(
        'agent',
        'add_note',
        { session_id: '$session', content: 'x', mentions: [person] },
        refused(400, 'invalid_argument'),
      ),
    ),
  },
  {
    attack: 'An agent adds a note under the id of another tenant’s note, to overwrite or read it.',
    steps: [
      rpc(
        'agent',
        'add_note',
        { session_id: '$session', content: 'x', note_id: '$foreignNote' },
        refused(409, 'id_conflict'),
      ),
      rpc(
        'admin',
        'add_note',
        { session_id: '$session', content: 'x', note_id: '$note' },
        refused(409, 'id_conflict'),
      ),
    ],
  },
  {
    attack: 'A removed agent rewrites and deletes the notes they once wrote.',
    alone: true,
    steps: [
      rpc('agent', 'add_note', { session_id: '$session', content: 'Mine', note_id: '$newNote' }),
      rpc('admin', 'remove_agent', { tenant_id: '$tenant', user_id: '$agentId' }),
      rpc('agent', 'update_note', { note_id: '$newNote', content: 'Forged' }, UNKNOWN),
      rpc('agent', 'delete_note', { note_id: '$newNote' }, UNKNOWN),
    ],
  },
  {
    attack: 'A colleague changes, takes over or deletes an agent’s own canned reply and saved view.',
    steps: each(['admin', 'otherAgent', 'removedAgent', 'anonymousMember', 'visitor'], (who) => [
      rpc(who, 'delete_canned_reply', { reply_id: '$reply' }, UNKNOWN),
      rpc(who, 'delete_saved_view', { view_id: '$view' }, UNKNOWN),
    ])
      .flat()
      .concat([
        rpc(
          'admin',
          'save_canned_reply',
          { tenant_id: '$tenant', shortcut: 'stolen', content: 'x', reply_id: '$reply' },
          UNKNOWN,
        ),
        rpc(
          'otherAgent',
          'save_canned_reply',
          { tenant_id: '$otherTenant', shortcut: 'stolen', content: 'x', reply_id: '$reply' },
          UNKNOWN,
        ),
        rpc(
          'admin',
          'save_view',
          { tenant_id: '$tenant', name: 'Stolen', filters: {}, view_id: '$view' },
          UNKNOWN,
        ),
        rpc(
          'otherAgent',
          'save_view',
          { tenant_id: '$otherTenant', name: 'Stolen', filters: {}, view_id: '$view' },
          UNKNOWN,
        ),
      ]),
  },
  {
    attack: 'Somebody who is no agent lists or makes canned replies and saved views of a tenant.',
    steps: each(STRANGERS, (who) => [
      rpc(who, 'list_canned_replies', { tenant_id: '$tenant' }, NOT_ALLOWED),
      rpc(who, 'save_canned_reply', { tenant_id: '$tenant', shortcut: 'hi', content: 'x' }, NOT_ALLOWED),
      rpc(who, 'list_saved_views', { tenant_id: '$tenant' }, NOT_ALLOWED),
      rpc(who, 'save_view', { tenant_id: '$tenant', name: 'x', filters: {} }, NOT_ALLOWED),
    ]).flat(),
  },
  {
    attack: 'A saved view carries SQL in its filters, to be run when a colleague opens it.',
    steps: [
      rpc(
        'agent',
        'save_view',
        { tenant_id: '$tenant', name: 'x', filters: { tags: ["a') or true --"], status: "open' or '1'='1" } },
        whatever({ keep: { evil: 'filters' } }),
      ),
      rpc(
        'agent',
        'list_sessions',
        { tenant_id: '$tenant', filters: { tags: ["a}') or true --"], assigned_to: "me' or true --" } },
        answers({ is: { sessions: [] } }),
      ),
      rpc(
        'agent',
        'list_sessions',
        { tenant_id: '$tenant', filters: { status: ["open') or true or ('a'='b"] } },
        answers({ is: { sessions: [] } }),
      ),
      rpc(
        'agent',
        'list_sessions',
        { tenant_id: '$tenant', filters: { widget_id: '$otherWidget' } },
        answers({ is: { sessions: [] } }),
      ),
    ],
  },
];

export const NOTES: Subject = { subject: 'notes, replies and views', nobodyLeft: true, attacks: ATTACKS };
