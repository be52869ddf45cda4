/** Attacks on the credentials themselves: keys, access tokens, and requests that no client writes. */
import type { Attack, Subject } from '../runner/attack.ts';
import { denied, each, get, joinRefused, request, rpc, whatever, refused } from '../runner/steps.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = {
  sub: '00000000-0000-4000-8000-000000000000',
  exp: 4_000_000_000,
  aud: 'authenticated',
  is_anonymous: false,
};
const FORGED: readonly (readonly [what: string, token: string])[] = [
  [
    'unsigned, with the role of the secret key',
    `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ ...claims, role: 'service_role' })}.`,
  ],
  ['unsigned, as a superuser', `${encode({ alg: 'none' })}.${encode({ ...claims, role: 'postgres' })}.`],
  [
    'with a made-up signature',
    `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ ...claims, role: 'service_role' })}.c2lnbmF0dXJl`,
  ],
  [
    'that points to a key of the attacker',
    `${encode({ alg: 'RS256', jku: 'https://evil.example/keys', kid: 'x' })}.${encode({ ...claims, role: 'service_role' })}.c2lnbmF0dXJl`,
  ],
  ['that is no token', 'nonsense'],
  ['of three dots', '...'],
];

const ATTACKS: readonly Attack[] = [
  ...FORGED.map(([what, token]): Attack => ({
    attack: `Somebody brings an access token ${what}.`,
    steps: [
      get('key', '/rest/v1/global_chat_sessions?select=id', denied({ lacks: ['$session'] }), {
        authorization: `Bearer ${token}`,
      }),
      rpc('key', 'erase_me', {}, denied(), { authorization: `Bearer ${token}` }),
      get('key', '/storage/v1/object/authenticated/global-chat/$file', denied({ lacks: ['bytes-of'] }), {
        authorization: `Bearer ${token}`,
      }),
      get('key', '/auth/v1/user', denied(), { authorization: `Bearer ${token}` }),
    ],
  })),
  {
    attack: 'A visitor changes their own token, to be somebody else under the old signature.',
    steps: [
      // Another user's payload never fits the signature; the visitor's own, put twice, is no token either.
      get('key', '/rest/v1/global_chat_messages?select=id', denied(), {
        authorization: 'Bearer $visitorToken$agentToken',
      }),
      get('key', '/rest/v1/global_chat_messages?select=id', denied(), {
        authorization: 'Bearer $agentToken.',
      }),
      get('key', '/rest/v1/global_chat_messages?select=id', denied(), {
        authorization: 'Bearer x$agentToken',
      }),
    ],
  },
  {
    attack: 'Somebody sends another person’s token in every place but the right one.',
    steps: [
      get(
        'visitor',
        '/rest/v1/global_chat_sessions?select=id&access_token=eq.$agentToken',
        denied({ lacks: ['$session'] }),
      ),
      get('visitor', '/rest/v1/global_chat_sessions?select=id', refused(403, '42501'), {
        cookie: 'sb-access-token=$agentToken',
        'x-authorization': 'Bearer $agentToken',
      }),
    ],
  },
  {
    attack: 'Somebody brings the wrong key of the project, a key of another one, or none.',
    steps: [
      'sb_publishable_wrong',
      'sb_secret_wrong',
      'eyJhbGciOiJub25lIn0.e30.',
      'null',
      'undefined',
    ].flatMap((apikey) => [
      get('nobody', '/rest/v1/global_chat_messages?select=id', denied(), { apikey }),
      rpc('nobody', 'widget_config', { widget_id: '$widget' }, denied(), { apikey }),
    ]),
  },
  {
    attack: 'Somebody opens a live channel with another person’s right to it but without their token.',
    steps: [
      joinRefused('key', 'session:$session'),
      joinRefused('key', 'inbox:$tenant'),
      joinRefused('key', 'presence:$tenant', { presence: true }),
    ],
  },
  {
    attack: 'A visitor refreshes with something that is no refresh token, or with their access token.',
    steps: ['$visitorToken', 'x', '', '00000000'].map((refresh_token) =>
      request('key', 'POST', '/auth/v1/token?grant_type=refresh_token', denied({ lacks: ['access_token'] }), {
        body: { refresh_token },
      }),
    ),
  },
  {
    attack:
      'Somebody posts bodies that are no JSON, or no object, or very deep; each is refused, and nothing of the server’s inside is told.',
    steps: [
      '',
      '{',
      '[]',
      '"x"',
      'null',
      '5',
      '{"session_id":5}',
      '{"session_id":"x"}',
      '{"a":{"b":[[[[[]]]]]}}',
      '{"session_id":"\\u0000"}',
      `{"session_id":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    ].map((text) =>
      request(
        'visitor',
        'POST',
        '/rest/v1/rpc/global_chat_sync',
        denied({ lacks: ['node_modules', 'pg_catalog', 'PL/pgSQL', '.ts:'] }),
        { raw: { text, type: 'application/json' } },
      ),
    ),
  },
  {
    attack:
      'Somebody names arguments that a function does not have, gives one twice, or calls one that is not there.',
    steps: [
      rpc('visitor', 'sync', { session_id: '$session', tenant: '$tenant' }, denied()),
      rpc('visitor', 'sync', {}, denied()),
      rpc('visitor', 'drop_everything', {}, denied()),
      request('visitor', 'GET', '/rest/v1/rpc/global_chat_erase_me', denied()),
      request('visitor', 'POST', '/rest/v1/rpc/pg_sleep', denied(), { body: { seconds: 1 } }),
      request('visitor', 'POST', '/rest/v1/rpc/pg_read_file', denied(), {
        body: { filename: '/etc/passwd' },
      }),
      request('visitor', 'POST', '/rest/v1/rpc/set_config', denied(), {
        body: { setting_name: 'role', new_value: 'postgres', is_local: false },
      }),
    ],
  },
  {
    attack: 'Somebody changes something by a GET, as an image’s address on another page could.',
    steps: each(['visitor', 'agent'], (who) => [
      get(
        who,
        '/rest/v1/rpc/global_chat_send_message?session_id=$session&message_id=$new&content=x',
        denied(),
      ),
      get(who, '/rest/v1/rpc/global_chat_delete_message?message_id=$message', denied()),
      get(who, '/rest/v1/rpc/global_chat_update_session?session_id=$session&changes=%7B%7D', denied()),
    ]).flat(),
  },
  {
    attack:
      'Somebody has the Data API read a table with the rights of a function’s answer, by filters and embeds on a call.',
    steps: [
      request(
        'visitor',
        'POST',
        '/rest/v1/rpc/global_chat_my_sessions?select=*,global_chat_notes(*)',
        whatever({ lacks: ['$noteWords'] }),
        { body: { widget_id: '$widget' } },
      ),
      request(
        'visitor',
        'POST',
        '/rest/v1/rpc/global_chat_sync?tenant_id=eq.$tenant',
        whatever({ lacks: ['$noteWords', '"sender_id"'] }),
        { body: { session_id: '$session' } },
      ),
    ],
  },
];

/** The dev server, which everybody's browser on this machine can reach. */
const LOCAL_SERVER: readonly Attack[] = [
  {
    attack: 'A page that is open in a developer’s browser sends requests that end the local server.',
    onlyLocal: 'it is about the server that runs on a developer’s machine',
    steps: [
      ...[
        '//',
        '///',
        '//evil.example/rest/v1/',
        '/%',
        '/rest/v1/%ff',
        '/realtime/v1/websocket?vsn=9',
        '/storage/v1/object/%00',
      ].map((path) => get('key', path, denied())),
      rpc('key', 'widget_config', { widget_id: '$widget' }),
    ],
  },
];

export const CREDENTIALS: Subject = {
  subject: 'keys, tokens and requests',
  attacks: [...ATTACKS, ...LOCAL_SERVER],
};
