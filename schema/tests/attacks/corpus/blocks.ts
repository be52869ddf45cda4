/** Attacks of somebody whom the team has blocked: writing all the same, or washing the block off. */
import type { Attack, Json, Subject } from '../runner/attack.ts';
import {
  UNKNOWN,
  answers,
  denied,
  doesNotHear,
  each,
  identityToken,
  join,
  open,
  refused,
  request,
  rpc,
  say,
  send,
  upload,
  whatever,
} from '../runner/steps.ts';

const BLOCKED = refused(403, 'blocked');

const CALLS: readonly Attack[] = (
  [
    ['send_message', { session_id: '$blockedSession', message_id: '$new', content: 'Still here' }],
    ['edit_message', { message_id: '$blockedMessage', content: 'Insults' }],
    ['delete_message', { message_id: '$blockedMessage' }],
    ['rate_session', { session_id: '$blockedSession', score: 1, comment: 'Insults' }],
    ['update_visitor', { session_id: '$blockedSession', visitor: { name: 'Insults' } }],
    ['track', { session_id: '$blockedSession', events: [{ id: '$new', name: 'Insults' }] }],
    ['open_session', { widget_id: '$widget', session_id: '$new' }],
  ] as const
).map(([name, args]) => ({
  attack: `A blocked visitor calls ${name}; they may read what was said and write nothing.`,
  steps: [
    rpc('blockedVisitor', name, args as Json, BLOCKED),
    rpc('blockedVisitor', 'sync', { session_id: '$blockedSession' }, answers({ has: ['$blockedWords'] })),
  ],
}));

const OTHERS: readonly Attack[] = [
  {
    attack: 'A blocked visitor uploads a file into their conversation.',
    steps: [
      rpc(
        'blockedVisitor',
        'attachment_path',
        { session_id: '$blockedSession', message_id: '$new', file_name: 'a.png' },
        denied(),
      ),
      upload('blockedVisitor', '$tenant/$blockedSession/$new/a.png', denied()),
      request(
        'blockedVisitor',
        'POST',
        '/storage/v1/object/upload/sign/global-chat/$tenant/$blockedSession/$new/a.png',
        denied(),
      ),
    ],
  },
  {
    attack: 'A blocked visitor shows the team that they type; nobody hears it.',
    steps: [
      join('agent', 'typing:visitor:$session'),
      join('visitor', 'typing:visitor:$session'),
      join('agent', 'typing:visitor:$blockedSession'),
      join('blockedVisitor', 'typing:visitor:$blockedSession'),
      say('blockedVisitor', 'typing:visitor:$blockedSession', 'typing', { typing: true, words: 'insult' }),
      say('visitor', 'typing:visitor:$session', 'typing', { typing: true, words: 'honest' }),
      doesNotHear('agent', 'typing:visitor:$blockedSession', ['insult'], {
        as: 'agent',
        topic: 'typing:visitor:$session',
        has: 'honest',
      }),
    ],
  },
  {
    attack: 'A blocked visitor unblocks themselves, or reads who blocked them.',
    steps: [
      rpc('blockedVisitor', 'block_visitor', { visitor_id: '$blockedVisitorRow', blocked: false }, UNKNOWN),
      rpc(
        'blockedVisitor',
        'sync',
        { session_id: '$blockedSession' },
        answers({ lacks: ['blocked_at', '$agentId'] }),
      ),
    ],
  },
  {
    attack: 'An agent of another tenant, a visitor or an outsider blocks or unblocks a visitor.',
    steps: each(['otherAgent', 'otherVisitor', 'outsider', 'removedAgent', 'anonymousMember'], (who) => [
      rpc(who, 'block_visitor', { visitor_id: '$visitorRow' }, UNKNOWN),
      rpc(who, 'block_visitor', { visitor_id: '$blockedVisitorRow', blocked: false }, UNKNOWN),
    ]).flat(),
  },
  {
    attack: 'A block at one tenant reaches the visitor’s conversations at another; it does not.',
    alone: true,
    steps: [
      rpc('agent', 'block_visitor', { visitor_id: '$otherVisitorRow' }),
      send('otherVisitor', '$otherSession', 'x', BLOCKED),
      send('otherVisitor', '$foreignSession', 'Still welcome here'),
    ],
  },
  {
    attack: 'An anonymous visitor is blocked and then becomes a known person; the block comes along.',
    alone: true,
    steps: [
      open('fresh', '$newSession'),
      rpc(
        'agent',
        'session_details',
        { session_id: '$newSession' },
        answers({ keep: { rowId: 'visitor.id' } }),
      ),
      rpc('agent', 'block_visitor', { visitor_id: '$rowId' }),
      rpc(
        'fresh',
        'identify',
        { widget_id: '$widget', token: identityToken({ sub: 'washed' }) },
        whatever({}),
      ),
      open('fresh', '$new', {}, BLOCKED),
      send('fresh', '$newSession', 'x', BLOCKED),
    ],
  },
  {
    attack:
      'A known person who was blocked comes back in another browser with a valid token; the block is theirs, not the browser’s.',
    alone: true,
    steps: [
      rpc('fresh', 'identify', { widget_id: '$widget', token: identityToken({ sub: 'troll' }) }),
      open('fresh', '$newSession'),
      rpc(
        'agent',
        'session_details',
        { session_id: '$newSession' },
        answers({ keep: { rowId: 'visitor.id' } }),
      ),
      rpc('agent', 'block_visitor', { visitor_id: '$rowId' }),
      rpc(
        'freshBrowser',
        'identify',
        { widget_id: '$widget', token: identityToken({ sub: 'troll' }) },
        whatever({}),
      ),
      open('freshBrowser', '$new', {}, BLOCKED),
    ],
  },
];

/** Erasing oneself is everybody's right; it does not make somebody welcome. */
export const WASHED: readonly Attack[] = [
  {
    attack: 'A known person who was blocked erases themselves and identifies again; they are still blocked.',
    alone: true,
    steps: [
      rpc('fresh', 'identify', { widget_id: '$widget', token: identityToken({ sub: 'troll' }) }),
      open('fresh', '$newSession'),
      rpc(
        'agent',
        'session_details',
        { session_id: '$newSession' },
        answers({ keep: { rowId: 'visitor.id' } }),
      ),
      rpc('agent', 'block_visitor', { visitor_id: '$rowId' }),
      rpc('fresh', 'erase_me', {}),
      rpc(
        'fresh',
        'identify',
        { widget_id: '$widget', token: identityToken({ sub: 'troll' }) },
        whatever({}),
      ),
      open('fresh', '$new', {}, BLOCKED),
      rpc(
        'freshBrowser',
        'identify',
        { widget_id: '$widget', token: identityToken({ sub: 'troll' }) },
        whatever({}),
      ),
      open('freshBrowser', '$new', {}, BLOCKED),
    ],
  },
  {
    attack:
      'A known person who was blocked is erased by an admin and identifies again; they are still blocked.',
    alone: true,
    steps: [
      rpc('fresh', 'identify', { widget_id: '$widget', token: identityToken({ sub: 'troll' }) }),
      open('fresh', '$newSession'),
      rpc(
        'agent',
        'session_details',
        { session_id: '$newSession' },
        answers({ keep: { rowId: 'visitor.id' } }),
      ),
      rpc('agent', 'block_visitor', { visitor_id: '$rowId' }),
      rpc('admin', 'erase_visitor', { visitor_id: '$rowId' }),
      rpc(
        'fresh',
        'identify',
        { widget_id: '$widget', token: identityToken({ sub: 'troll' }) },
        whatever({}),
      ),
      open('fresh', '$new', {}, BLOCKED),
    ],
  },
  {
    attack:
      'An anonymous visitor who was blocked erases themselves and opens a conversation again with the same account; they are still blocked.',
    alone: true,
    steps: [
      open('fresh', '$newSession'),
      rpc(
        'agent',
        'session_details',
        { session_id: '$newSession' },
        answers({ keep: { rowId: 'visitor.id' } }),
      ),
      rpc('agent', 'block_visitor', { visitor_id: '$rowId' }),
      rpc('fresh', 'erase_me', {}),
      open('fresh', '$new', {}, BLOCKED),
    ],
  },
];

export const BLOCKS: Subject = { subject: 'blocks', attacks: [...CALLS, ...OTHERS, ...WASHED] };
