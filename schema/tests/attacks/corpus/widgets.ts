/** Attacks on widgets: using one on a page that is not listed, reading its settings, breaking its config. */
import type { Attack, Json, Subject } from '../runner/attack.ts';
import {
  answers,
  denied,
  each,
  identityToken,
  open,
  refused,
  rpc,
  send,
  upload,
  whatever,
} from '../runner/steps.ts';

const ELSEWHERE = { origin: 'https://evil.example' };
const HERE = { origin: 'https://shop.example' };
const REFUSED = refused(403, 'origin_not_allowed');
const LISTED = { allowed_domains: ['shop.example', '*.shop.example'] };

const ORIGINS: readonly Attack[] = [
  {
    attack:
      'A page that is not listed opens a conversation, writes and edits in one, and identifies somebody.',
    widget: LISTED,
    steps: [
      rpc('visitor', 'open_session', { widget_id: '$widget', session_id: '$new' }, REFUSED, ELSEWHERE),
      rpc(
        'visitor',
        'send_message',
        { session_id: '$session', message_id: '$new', content: 'x' },
        REFUSED,
        ELSEWHERE,
      ),
      rpc('visitor', 'edit_message', { message_id: '$message', content: 'x' }, REFUSED, ELSEWHERE),
      rpc('visitor', 'identify', { widget_id: '$widget', token: identityToken() }, REFUSED, ELSEWHERE),
      upload('visitor', '$tenant/$session/$new/a.png', denied(), { headers: ELSEWHERE }),
      rpc(
        'visitor',
        'send_message',
        { session_id: '$session', message_id: '$new', content: 'x' },
        answers(),
        HERE,
      ),
    ],
  },
  {
    attack:
      'A page writes its address nearly like a listed one: as a subdomain, a user, a path, a query, with a suffix, as null or not at all.',
    widget: LISTED,
    steps: [
      'https://shop.example.evil.net',
      'https://evilshop.example',
      'https://shop.example@evil.net',
      'https://evil.net/shop.example',
      'https://evil.net?https://shop.example',
      'https://evil.net#shop.example',
      'null',
      'shop.example',
      'https://',
      'https://xshop.example',
      'https://shop.example.',
      'https://shop.example:443@evil.net',
      'https://SHOP.EXAMPLE.NET',
    ]
      .map((origin) =>
        rpc('visitor', 'open_session', { widget_id: '$widget', session_id: '$new' }, REFUSED, { origin }),
      )
      .concat([
        rpc('visitor', 'open_session', { widget_id: '$widget', session_id: '$new' }, REFUSED),
        rpc('visitor', 'open_session', { widget_id: '$widget', session_id: '$new' }, answers(), {
          origin: 'https://www.shop.example:8443',
        }),
      ]),
  },
  {
    attack: 'Somebody reads which sites, limits and keys a widget has from its public config.',
    widget: { allowed_domains: ['customer-of-ours.example'], captcha_provider: null },
    steps: [
      rpc(
        'key',
        'widget_config',
        { widget_id: '$widget' },
        answers({
          lacks: [
            'customer-of-ours',
            'burst',
            'per_second',
            'per_minute',
            'per_day',
            '$tenant',
            '$agentId',
            '$identityKey',
            'email',
          ],
        }),
      ),
      rpc('key', 'widget_config', { widget_id: '$widget' }, answers({ is: { allowed: false } }), ELSEWHERE),
    ],
  },
];

/** Calls of visitors that did not ask which page they come from. */
export const UNASKED: readonly Attack[] = [
  {
    attack: 'A page that is not listed changes a visitor’s name or rates their conversation.',
    widget: LISTED,
    steps: [
      rpc(
        'visitor',
        'update_visitor',
        { session_id: '$session', visitor: { name: 'x' } },
        REFUSED,
        ELSEWHERE,
      ),
      rpc('visitor', 'rate_session', { session_id: '$session', score: 1 }, REFUSED, ELSEWHERE),
    ],
  },
];

const SETTINGS: readonly Attack[] = [
  {
    attack: 'Somebody who is no agent reads the whole settings of a widget, or changes them.',
    steps: each(['visitor', 'otherAgent', 'outsider', 'removedAgent', 'anonymousMember'], (who) => [
      rpc(who, 'widget_settings', { widget_id: '$widget' }, refused(404, 'not_found')),
      rpc(who, 'update_widget', { widget_id: '$widget', changes: { greeting_text: 'Forged' } }, denied()),
      rpc(who, 'create_widget', { tenant_id: '$tenant', name: 'Mine' }, refused(403, 'not_allowed')),
    ]).flat(),
  },
  {
    attack:
      'An admin lifts the limits that whoever runs the project set, or moves the widget to another tenant.',
    steps: [
      'message_burst',
      'messages_per_second',
      'session_burst',
      'tenant_sessions_per_minute',
      'files_per_day',
      'file_bytes_per_day',
      'tenant_id',
      'id',
      'created_at',
    ].map((column) =>
      rpc(
        'admin',
        'update_widget',
        { widget_id: '$widget', changes: { [column]: 9999 } },
        refused(400, 'invalid_argument'),
      ),
    ),
  },
  {
    attack: 'An admin stores settings that would run in every visitor’s page.',
    steps: (
      [
        { primary_color: 'red;background:url(https://evil.example)' },
        { launcher_icon: 'javascript:alert(1)' },
        { launcher_icon: 'http://evil.example/a.png' },
        { launcher_icon: 'https://x/"onload="alert(1)' },
        { privacy_url: 'javascript:alert(1)' },
        { locales: { de: { greeting: 5 } } },
        { pre_chat: [{ key: 'x' }] },
        { triggers: [{ id: 'x' }] },
        { allowed_domains: ['https://shop.example'] },
        { allowed_domains: ['*'] },
        { time_zone: 'FOO+3' },
        { radius: 9999 },
      ] as readonly Json[]
    ).map((changes) =>
      rpc('admin', 'update_widget', { widget_id: '$widget', changes }, refused(400, 'invalid_argument')),
    ),
  },
  {
    attack: 'Somebody uses a widget that does not exist, or none.',
    steps: [
      open('visitor', '$new', { widget_id: '$new' }, refused(404, 'widget_not_found')),
      open('visitor', '$new', { widget_id: null }, refused(404, 'widget_not_found')),
      rpc('key', 'widget_config', { widget_id: '$tenant' }, refused(404, 'widget_not_found')),
      rpc('visitor', 'identify', { widget_id: '$new', token: 'x' }, refused(404, 'widget_not_found')),
    ],
  },
  {
    attack: 'Somebody with the key alone starts a conversation without signing in.',
    steps: [
      open('key', '$new', {}, denied()),
      send('key', '$session', 'x', denied()),
      rpc('key', 'my_sessions', { widget_id: '$widget' }, whatever({ lacks: ['$session'] })),
    ],
  },
];

export const WIDGETS: Subject = {
  subject: 'widgets and origins',
  attacks: [...ORIGINS, ...SETTINGS, ...UNASKED],
};
