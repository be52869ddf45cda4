/** Attacks on who works for a tenant: promoting oneself, joining uninvited, staying after leaving. */
import type { Attack, Subject } from '../runner/attack.ts';
import {
  NOT_ALLOWED,
  STRANGERS,
  UNKNOWN,
  answers,
  denied,
  each,
  get,
  joinRefused,
  refused,
  rpc,
  send,
  upload,
  request,
  whatever,
} from '../runner/steps.ts';

const ATTACKS: readonly Attack[] = [
  {
    attack: 'An agent promotes themselves to admin.',
    steps: [
      rpc(
        'agent',
        'update_agent',
        { tenant_id: '$tenant', user_id: '$agentId', changes: { role: 'admin' } },
        NOT_ALLOWED,
      ),
      rpc(
        'agent',
        'update_agent',
        { tenant_id: '$tenant', user_id: '$agentId', changes: { role: 'owner', display_name: 'x' } },
        denied(),
      ),
    ],
  },
  {
    attack: 'An agent renames or removes a colleague.',
    steps: [
      rpc(
        'agent',
        'update_agent',
        { tenant_id: '$tenant', user_id: '$adminId', changes: { display_name: 'x' } },
        NOT_ALLOWED,
      ),
      rpc('agent', 'remove_agent', { tenant_id: '$tenant', user_id: '$adminId' }, NOT_ALLOWED),
    ],
  },
  {
    attack: 'A stranger adds themselves to a team, changes it or empties it.',
    steps: each([...STRANGERS, 'visitor'], (who) => [
      rpc(
        who,
        'add_agent',
        { tenant_id: '$tenant', user_id: `$${who}Id`, role: 'admin', display_name: 'x' },
        denied(),
      ),
      rpc(
        who,
        'update_agent',
        { tenant_id: '$tenant', user_id: '$agentId', changes: { role: 'admin' } },
        NOT_ALLOWED,
      ),
      rpc(who, 'remove_agent', { tenant_id: '$tenant', user_id: '$adminId' }, NOT_ALLOWED),
      rpc(who, 'invite_agent', { tenant_id: '$tenant', email: 'x@example.com', role: 'admin' }, NOT_ALLOWED),
    ]).flat(),
  },
  {
    attack: 'The last admin leaves or makes themselves an agent, so that nobody could manage the tenant.',
    steps: [
      rpc(
        'otherAgent',
        'remove_agent',
        { tenant_id: '$otherTenant', user_id: '$otherAgentId' },
        refused(409, 'last_admin'),
      ),
      rpc(
        'otherAgent',
        'update_agent',
        { tenant_id: '$otherTenant', user_id: '$otherAgentId', changes: { role: 'agent' } },
        refused(409, 'last_admin'),
      ),
    ],
  },
  {
    attack:
      'A removed agent goes on with their live token: reads, writes, lists, searches, uploads, listens.',
    steps: [
      rpc('removedAgent', 'sync', { session_id: '$session' }, UNKNOWN),
      send('removedAgent', '$session', 'x', UNKNOWN),
      rpc(
        'removedAgent',
        'update_session',
        { session_id: '$session', changes: { status: 'resolved' } },
        UNKNOWN,
      ),
      rpc('removedAgent', 'list_sessions', { tenant_id: '$tenant' }, NOT_ALLOWED),
      rpc('removedAgent', 'my_memberships', {}, answers({ rows: 0 })),
      get('removedAgent', '/rest/v1/global_chat_sessions?select=id', refused(403, '42501')),
      upload('removedAgent', '$tenant/$session/$new/a.png', denied()),
      ...['inbox:$tenant', 'presence:$tenant', 'session:$session', 'typing:agent:$session'].map((topic) =>
        joinRefused('removedAgent', topic),
      ),
    ],
  },
  {
    attack:
      'An anonymous account that got a row in the team, by a mistake of whoever edits tables, works as an agent.',
    steps: [
      rpc('anonymousMember', 'list_sessions', { tenant_id: '$tenant' }, NOT_ALLOWED),
      rpc('anonymousMember', 'session_details', { session_id: '$session' }, UNKNOWN),
      rpc('anonymousMember', 'my_memberships', {}, answers({ rows: 0 })),
      get('anonymousMember', '/rest/v1/global_chat_sessions?select=id', refused(403, '42501')),
      joinRefused('anonymousMember', 'inbox:$tenant'),
    ],
  },
  {
    attack: 'Somebody makes a tenant of their own in the project, or runs the project’s upkeep.',
    steps: each(['visitor', 'agent', 'admin', 'outsider', 'key'], (who) => [
      rpc(who, 'create_tenant', { slug: 'mine', name: 'Mine' }, denied()),
      rpc(who, 'apply_retention', { dry_run: false }, denied()),
      rpc(who, 'apply_retention', {}, denied()),
      rpc(who, 'leftover_files', {}, denied()),
    ]).flat(),
  },
  {
    attack: 'An admin acts on another tenant with their own rank.',
    steps: [
      rpc(
        'otherAgent',
        'update_agent',
        { tenant_id: '$tenant', user_id: '$otherAgentId', changes: { role: 'admin' } },
        NOT_ALLOWED,
      ),
      rpc('otherAgent', 'widget_settings', { widget_id: '$widget' }, UNKNOWN),
      rpc('otherAgent', 'update_widget', { widget_id: '$widget', changes: { greeting_text: 'x' } }, denied()),
      rpc('otherAgent', 'create_widget', { tenant_id: '$tenant', name: 'x' }, NOT_ALLOWED),
      rpc('otherAgent', 'erase_visitor', { visitor_id: '$visitorRow' }, UNKNOWN),
    ],
  },
  {
    attack: 'An agent’s name or picture carries a script.',
    steps: [
      ...[
        'javascript:alert(1)',
        'https://x/" onerror="alert(1)',
        'data:text/html,x',
        'ftp://x/a.png',
        'https://x y',
      ].map((avatar_url) =>
        rpc(
          'agent',
          'update_agent',
          { tenant_id: '$tenant', user_id: '$agentId', changes: { avatar_url } },
          refused(400, 'invalid_argument'),
        ),
      ),
      rpc(
        'agent',
        'update_agent',
        { tenant_id: '$tenant', user_id: '$agentId', changes: { display_name: 'x'.repeat(121) } },
        refused(400, 'invalid_argument'),
      ),
    ],
  },
];

/** What whoever runs the project might set off by mistake. */
export const BY_MISTAKE: readonly Attack[] = [
  {
    attack:
      'A job of the project’s owner calls the retention with a value that is missing; that deletes nothing.',
    alone: true,
    steps: [
      request('owner', 'PATCH', '/rest/v1/global_chat_tenants?id=eq.$tenant', answers(), {
        body: { retention_days: 1 },
      }),
      request('owner', 'PATCH', '/rest/v1/global_chat_sessions?id=eq.$session', answers(), {
        body: {
          status: 'resolved',
          last_message_at: '2020-01-01',
          resolved_at: '2020-01-01',
          updated_at: '2020-01-01',
        },
      }),
      rpc('owner', 'apply_retention', { dry_run: null }, whatever({})),
      rpc('visitor', 'sync', { session_id: '$session' }, answers({ has: ['$words'] })),
    ],
  },
];

/** An admin could make an agent of somebody who never agreed, and so show them as part of the team. */
export const CONSENT: readonly Attack[] = [
  {
    attack: 'An admin makes an agent of somebody who never agreed, by the id of their account.',
    steps: [
      rpc('account', 'my_memberships', {}, answers({ rows: 0 })),
      rpc('admin', 'add_agent', { tenant_id: '$tenant', user_id: '$accountId', display_name: 'x' }, denied()),
      rpc('account', 'my_memberships', {}, answers({ rows: 0 })),
    ],
  },
  {
    attack: 'An admin finds out by trying whether an id belongs to an account.',
    steps: [
      rpc('account', 'my_memberships', {}, answers({ rows: 0 })),
      rpc(
        'admin',
        'add_agent',
        { tenant_id: '$tenant', user_id: '$accountId', display_name: 'x' },
        denied({ sameAs: 'add' }),
      ),
      rpc(
        'admin',
        'add_agent',
        { tenant_id: '$tenant', user_id: '$new', display_name: 'x' },
        denied({ sameAs: 'add' }),
      ),
    ],
  },
];

export const TEAM: Subject = { subject: 'team', attacks: [...ATTACKS, ...BY_MISTAKE, ...CONSENT] };
