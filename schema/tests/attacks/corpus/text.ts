/** Attacks with text: invisible or misleading names and messages, markup, and metadata that is too much or forged. */
import type { Attack, Json, Subject } from '../runner/attack.ts';
import { answers, flood, open, refused, rpc, send, whatever } from '../runner/steps.ts';

const INVALID = refused(400, 'invalid_argument');
/** Nothing that anybody can see: zero-width, direction marks, fillers, tags, soft hyphens, blank Braille. */
export const INVISIBLE: readonly (readonly [name: string, text: string])[] = [
  ['zero-width spaces', '\u200b\u200b'],
  ['joiners', '\u200c\u200d\u2060'],
  ['direction marks', '\u200e\u202e\u2066'],
  ['Hangul fillers', '\u3164\u115f'],
  ['a byte order mark', '\ufeff'],
  ['soft hyphens', '\u00ad\u00ad'],
  ['blank Braille', '\u2800\u2800'],
  ['language tags', '\u{e0041}\u{e0042}'],
];

export const UNSEEN: readonly Attack[] = [
  {
    attack: 'A visitor sends messages that nobody can see, each ringing for the whole team.',
    steps: INVISIBLE.map(([, text]) => send('visitor', '$session', text, refused(400, 'content_empty'))),
  },
  {
    attack: 'A visitor takes a name that nobody can see; it counts as none.',
    steps: INVISIBLE.flatMap(([, name]) => [
      open('visitor', '$new', { visitor: { name } }, whatever({ lacks: [name] })),
    ]),
  },
];

const SEEN: readonly Attack[] = [
  {
    attack: 'A visitor sends nothing: an empty text, spaces, line breaks.',
    steps: ['', ' ', '\n\t ', '\u00a0\u2003'].map((text) =>
      send('visitor', '$session', text, refused(400, 'content_empty')),
    ),
  },
  {
    attack: 'A visitor edits a message into nothing, so that an empty one stands there.',
    steps: [
      rpc('visitor', 'edit_message', { message_id: '$message', content: ' ' }, refused(400, 'content_empty')),
    ],
  },
  {
    attack:
      'A visitor sends markup and scripts; they come back as the same text, with JSON as the only type.',
    steps: [
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '[x](javascript:alert(1))',
      '{{7*7}}',
      '%00',
      '\\u0000',
      "'; drop table x; --",
    ].map((text) =>
      rpc(
        'visitor',
        'send_message',
        { session_id: '$session', message_id: '$new', content: text },
        answers({ is: { 'message.content': text }, headerLacks: { 'content-type': 'html' } }),
      ),
    ),
  },
  {
    attack:
      'A visitor breaks the preview of the inbox with line breaks and endless words; it stays one short line.',
    steps: [
      send(
        'visitor',
        '$session',
        `a${'\n'.repeat(300)}b`,
        answers({ is: { 'session.last_message_preview': 'a b' } }),
      ),
      rpc(
        'visitor',
        'send_message',
        { session_id: '$session', message_id: '$new', content: 'x'.repeat(4000) },
        answers({ is: { 'session.last_message_preview': 'x'.repeat(140) } }),
      ),
    ],
  },
  {
    attack: 'A visitor gives a name or an address that is too long, no text, or no address.',
    steps: (
      [
        { name: 'x'.repeat(121) },
        { name: 5 },
        { name: ['x'] },
        { name: { a: 1 } },
        { email: 'nonsense' },
        { email: 'a@b' },
        { email: 'a b@example.com' },
        { email: `${'x'.repeat(250)}@example.com` },
        { email: '<a@example.com>' },
        { email: '"a"@example.com' },
        { email: 'a@example.com\nBcc: b@example.com' },
        { phone: '1' },
        { verified: true },
        { external_id: 'boss' },
        { blocked_at: null },
      ] as readonly { readonly [key: string]: Json }[]
    ).flatMap((visitor) => [
      open('visitor', '$new', { visitor }, INVALID),
      rpc('visitor', 'update_visitor', { session_id: '$session', visitor }, INVALID),
    ]),
  },
  {
    attack:
      'A zero byte, half a character and a text of another encoding are sent as content; each is refused, none breaks the server.',
    steps: ['"\\u0000"', '"\\ud800"', '"a\\udc00b"'].map((content) => ({
      ...send('visitor', '$session', ''),
      body: undefined,
      raw: {
        text: `{"session_id":"$session","message_id":"$new","content":${content}}`,
        type: 'application/json',
      },
      expected: { status: 'refused' as const },
    })),
  },
];

const METADATA: readonly Attack[] = [
  {
    attack: 'A visitor sends metadata larger than two kilobytes, with a session, later, and with a message.',
    steps: [
      open('visitor', '$new', { metadata: { page_url: 'x'.repeat(2048) } }, INVALID),
      rpc(
        'visitor',
        'update_visitor',
        { session_id: '$session', metadata: { plan: 'x'.repeat(2048) } },
        INVALID,
      ),
      rpc(
        'visitor',
        'send_message',
        { session_id: '$session', message_id: '$new', content: 'x', metadata: { locale: 'x'.repeat(2048) } },
        INVALID,
      ),
    ],
  },
  {
    attack: 'A visitor sends metadata that is a list, a number or a text.',
    steps: ([['x'], 5, 'x', true, { attributes: ['x'] }, { attributes: 'x' }] as readonly Json[]).flatMap(
      (metadata) => [
        open('visitor', '$new', { metadata }, INVALID),
        rpc(
          'visitor',
          'send_message',
          { session_id: '$session', message_id: '$new', content: 'x', metadata },
          INVALID,
        ),
      ],
    ),
  },
  {
    attack:
      'A visitor puts keys into metadata that look like the team’s own columns; they become attributes and change nothing.',
    steps: [
      open(
        'visitor',
        '$newSession',
        {
          metadata: {
            status: 'resolved',
            assigned_to: '$agentId',
            verified: true,
            tenant_id: '$otherTenant',
          },
        },
        answers({ is: { status: 'open' } }),
      ),
      rpc(
        'agent',
        'session_details',
        { session_id: '$newSession' },
        answers({
          is: {
            'session.status': 'open',
            'session.assigned_to': null,
            'session.visitor_verified': false,
            'session.tenant_id': '$tenant',
            'session.visitor_metadata.attributes.verified': true,
          },
        }),
      ),
    ],
  },
  {
    attack: 'A visitor marks a message as a canned reply or a system message through its metadata.',
    steps: [
      rpc(
        'visitor',
        'send_message',
        {
          session_id: '$session',
          message_id: '$new',
          content: 'x',
          metadata: { sender_type: 'agent', kind: 'system' },
        },
        answers({ is: { 'message.sender_type': 'visitor' } }),
      ),
    ],
  },
];

/** An honest visitor must not be locked out by what was stored before. */
export const LOCKED_OUT: readonly Attack[] = [
  {
    attack: 'A page with a kilobyte of metadata, another at each opening, locks its own visitor out.',
    steps: [
      flood(4, [open('fresh', '$new', { metadata: { attributes: { $new: 'x'.repeat(1000) } } })], {
        atMost: 4,
      }),
      open('fresh', '$newSession', { metadata: { attributes: { $new: 'x'.repeat(1000) } } }),
      send('fresh', '$newSession', 'Hello?'),
      rpc('fresh', 'update_visitor', {
        session_id: '$newSession',
        metadata: { attributes: { $new: 'x'.repeat(1000) } },
      }),
      rpc('fresh', 'update_visitor', {
        session_id: '$newSession',
        metadata: { attributes: { $new: 'x'.repeat(1000) } },
      }),
    ],
  },
];

export const TEXT: Subject = {
  subject: 'names, text and metadata',
  attacks: [...SEEN, ...METADATA, ...UNSEEN, ...LOCKED_OUT],
};
