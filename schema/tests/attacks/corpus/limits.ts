/** Attacks by amount: floods, and ways around the limits; and locking out whoever is honest. */
import type { Attack, Subject } from '../runner/attack.ts';
import {
  answers,
  flood,
  identityToken,
  open,
  refused,
  rpc,
  send,
  request,
  whatever,
} from '../runner/steps.ts';

const SLOW = { message_burst: 5, messages_per_second: 0.01, session_burst: 3, sessions_per_second: 0.0001 };
const LIMITED = refused(429, 'rate_limited', { has: ['retry_after_ms'] });

const HOLDING: readonly Attack[] = [
  {
    attack:
      'A visitor sends messages one after another without a pause; the burst ends and the answer says when to go on.',
    widget: SLOW,
    steps: [
      open('fresh', '$newSession'),
      flood(12, [send('fresh', '$newSession', 'Spam')], { atMost: 5, code: 'rate_limited' }),
      send('fresh', '$newSession', 'Spam', LIMITED),
    ],
  },
  {
    attack:
      'A visitor sends many messages at the same moment; together they pass no more than one after another.',
    widget: SLOW,
    steps: [
      open('fresh', '$newSession'),
      flood(20, [send('fresh', '$newSession', 'Spam')], { atMost: 5, code: 'rate_limited', atOnce: true }),
    ],
  },
  {
    attack: 'A visitor spreads messages over several conversations of theirs; the bucket is the person’s.',
    widget: SLOW,
    steps: [
      open('fresh', '$newOne'),
      open('fresh', '$newTwo'),
      flood(6, [send('fresh', '$newOne', 'Spam')], { atMost: 5 }),
      send('fresh', '$newTwo', 'Spam', LIMITED),
    ],
  },
  {
    attack: 'A visitor edits one message over and over; an edit counts as a message.',
    widget: SLOW,
    steps: [
      open('fresh', '$newSession'),
      send('fresh', '$newSession', 'Spam', answers(), '$newMessage'),
      flood(8, [rpc('fresh', 'edit_message', { message_id: '$newMessage', content: 'Spam $new' })], {
        atMost: 4,
        code: 'rate_limited',
      }),
    ],
  },
  {
    attack: 'A visitor tells of events without end, to fill the team’s lists.',
    steps: [
      open('fresh', '$newSession'),
      flood(
        60,
        [rpc('fresh', 'track', { session_id: '$newSession', events: [{ id: '$new', name: 'Event $new' }] })],
        { atMost: 30, code: 'rate_limited', atOnce: true },
      ),
    ],
  },
  {
    attack: 'A visitor opens conversations without end.',
    widget: SLOW,
    steps: [
      flood(8, [open('fresh', '$new')], { atMost: 3, code: 'rate_limited' }),
      open('fresh', '$new', {}, LIMITED),
    ],
  },
  {
    attack:
      'Many visitors open conversations; the tenant’s ceiling holds, and another tenant is not touched.',
    widget: { tenant_sessions_per_minute: 2, session_burst: 100 },
    steps: [
      flood(6, [open('freshOne', '$new')], { atMost: 3, code: 'rate_limited' }),
      rpc('freshOne', 'open_session', { widget_id: '$otherWidget', session_id: '$new' }),
    ],
  },
  {
    attack: 'One visitor’s flood locks another visitor out; it does not.',
    widget: SLOW,
    steps: [
      open('freshSpammer', '$newSession'),
      flood(12, [send('freshSpammer', '$newSession', 'Spam')], { atMost: 5 }),
      open('freshHonest', '$newHonest'),
      send('freshHonest', '$newHonest', 'Do you ship to Norway?'),
      send('agent', '$newSession', 'Agents are not held to it'),
    ],
  },
  {
    attack:
      'A request that is refused, or repeated because its answer was lost, costs the honest visitor their messages; it does not.',
    widget: SLOW,
    steps: [
      open('fresh', '$newSession'),
      send('fresh', '$newSession', 'Hello', answers(), '$newMessage'),
      ...Array.from({ length: 6 }, () => send('fresh', '$newSession', 'Hello', answers(), '$newMessage')),
      ...Array.from({ length: 6 }, () => send('fresh', '$newSession', ' ', refused(400, 'content_empty'))),
      send('fresh', '$newSession', 'And hello again'),
    ],
  },
  {
    attack:
      'A message of a megabyte, a name of a megabyte and metadata of a megabyte are sent; none is stored.',
    steps: [
      send('visitor', '$session', 'x'.repeat(1_000_000), refused(413, 'content_too_long')),
      send('visitor', '$session', '🦜'.repeat(4_001), refused(413, 'content_too_long')),
      rpc(
        'visitor',
        'update_visitor',
        { session_id: '$session', visitor: { name: 'x'.repeat(1_000_000) } },
        refused(400, 'invalid_argument'),
      ),
      rpc(
        'visitor',
        'update_visitor',
        { session_id: '$session', metadata: { page_url: 'x'.repeat(1_000_000) } },
        refused(400, 'invalid_argument'),
      ),
    ],
  },
  {
    attack:
      'A visitor sends kilobytes of numbers that are a gigabyte as text, and a file’s name of megabytes; neither is worked on.',
    steps: [
      ...[
        ['open_session', '"widget_id": "$widget", "session_id": "$new", "metadata": {"a": $numbers}'],
        ['open_session', '"widget_id": "$widget", "session_id": "$new", "visitor": {"name": $numbers}'],
        ['update_visitor', '"session_id": "$session", "metadata": {"attributes": {"a": $numbers}}'],
        ['track', '"session_id": "$session", "events": [{"id": "$new", "name": $numbers}]'],
        [
          'send_message',
          '"session_id": "$session", "message_id": "$new", "content": "x", "metadata": {"a": $numbers}',
        ],
        [
          'send_message',
          '"session_id": "$session", "message_id": "$new", "content": "x", "attachments": [{"name": $numbers}]',
        ],
      ].map(([name, args]) =>
        request(
          'visitor',
          'POST',
          `/rest/v1/rpc/global_chat_${String(name)}`,
          refused(400, 'invalid_argument'),
          {
            raw: {
              text: `{${String(args).replace('$numbers', `[${Array(9_000).fill('1e131071').join()}]`)}}`,
              type: 'application/json',
            },
          },
        ),
      ),
      rpc(
        'visitor',
        'attachment_path',
        { session_id: '$session', message_id: '$new', file_name: `${'.'.repeat(5_000_000)}png` },
        answers({ has: ['path'] }),
      ),
    ],
  },
];

/** Ways around the limits. */
export const AROUND: readonly Attack[] = [
  {
    attack:
      'A visitor empties their bucket, erases themselves and goes on sending; the limits outlive the erasure.',
    widget: SLOW,
    steps: [
      open('fresh', '$newSession'),
      flood(6, [send('fresh', '$newSession', 'Spam')], { atMost: 5 }),
      rpc('fresh', 'erase_me', {}),
      open('fresh', '$newAgain'),
      send('fresh', '$newAgain', 'Spam', LIMITED),
    ],
  },
  {
    attack:
      'A visitor opens conversations and erases themselves in turns, to use up what the tenant may open for everybody.',
    widget: SLOW,
    steps: [
      flood(8, [rpc('fresh', 'erase_me', {}, whatever({})), open('fresh', '$new')], {
        atMost: 3,
        code: 'rate_limited',
      }),
    ],
  },
  {
    attack: 'One visitor opens conversations until the tenant’s minute is used up; others still get in.',
    widget: { tenant_sessions_per_minute: 10, session_burst: 5, sessions_per_second: 0.0001 },
    steps: [
      flood(30, [rpc('fresh', 'erase_me', {}, whatever({})), open('fresh', '$new')], { atMost: 5 }),
      open('freshHonest', '$newHonest'),
    ],
  },
  {
    attack:
      'A visitor changes their name over and over, each time with an event for the whole team; that is limited too.',
    widget: SLOW,
    steps: [
      open('fresh', '$newSession'),
      flood(
        120,
        [rpc('fresh', 'update_visitor', { session_id: '$newSession', visitor: { name: 'N $new' } })],
        { atMost: 100, code: 'rate_limited' },
      ),
    ],
  },
  {
    attack:
      'A visitor rates their conversation over and over, each time with an event for the whole team; that is limited too.',
    widget: SLOW,
    steps: [
      open('fresh', '$newSession'),
      flood(120, [rpc('fresh', 'rate_session', { session_id: '$newSession', score: 3, comment: 'C $new' })], {
        atMost: 100,
        code: 'rate_limited',
      }),
    ],
  },
  {
    attack: 'A visitor identifies as one person after another, to get a full bucket each time.',
    widget: SLOW,
    steps: [
      open('fresh', '$newSession'),
      flood(6, [send('fresh', '$newSession', 'Spam')], { atMost: 5 }),
      rpc('fresh', 'identify', { widget_id: '$widget', token: identityToken({ sub: 'a' }) }),
      send('fresh', '$newSession', 'Spam', LIMITED),
    ],
  },
];

/** What all visitors of a tenant may do in a day is shared: nobody may use it up alone. */
export const SHARED_DAY: readonly Attack[] = (
  [
    [
      'messages_per_day',
      (session: string) => send('fresh', session, 'Spam'),
      (session: string) => send('freshHonest', session, 'Hello?'),
    ],
    ['sessions_per_day', () => open('fresh', '$new'), () => open('freshHonest', '$new')],
  ] as const
).map(([ceiling, spam, honest]) => ({
  attack: `One visitor uses up the tenant’s ${ceiling.replaceAll('_', ' ')}; a share of it is all they get, and others are let in.`,
  alone: true,
  steps: [
    open('fresh', '$newSession'),
    open('freshHonest', '$newHonest'),
    request('owner', 'PATCH', '/rest/v1/global_chat_tenants?id=eq.$tenant', answers(), {
      body: { [ceiling]: 40 },
    }),
    flood(45, [spam('$newSession')], { atMost: 30, code: 'tenant_limit' }),
    honest('$newHonest'),
  ],
}));

export const LIMITS: Subject = { subject: 'limits', attacks: [...HOLDING, ...AROUND, ...SHARED_DAY] };
