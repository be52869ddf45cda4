/** Attacks on invitations: taking one that is meant for somebody else, or learning from them who has an account. */
import type { Attack, Subject } from '../runner/attack.ts';
import { NOT_ALLOWED, answers, denied, each, get, refused, request, rpc, whatever } from '../runner/steps.ts';

const ATTACKS: readonly Attack[] = [
  {
    attack: 'Somebody with another address takes an invitation.',
    steps: [
      rpc(
        'admin',
        'invite_agent',
        { tenant_id: '$tenant', email: 'invited-$newMail@example.com' },
        whatever({}),
      ),
      ...each(['outsider', 'visitor', 'otherAgent', 'removedAgent', 'anonymousMember'], (who) => [
        rpc(who, 'accept_invitations', { code: '$new' }, whatever({ lacks: ['$tenant'] })),
        rpc(who, 'list_sessions', { tenant_id: '$tenant' }, NOT_ALLOWED),
      ]).flat(),
    ],
  },
  {
    attack: 'A visitor says that an invited address is theirs; what a visitor says proves nothing.',
    steps: [
      rpc(
        'admin',
        'invite_agent',
        { tenant_id: '$tenant', email: 'invited-$newMail@example.com' },
        whatever({}),
      ),
      rpc('visitor', 'update_visitor', {
        session_id: '$session',
        visitor: { email: 'invited-$newMail@example.com' },
      }),
      rpc('visitor', 'accept_invitations', { code: '$new' }, whatever({ lacks: ['$tenant'] })),
      rpc('visitor', 'list_sessions', { tenant_id: '$tenant' }, NOT_ALLOWED),
    ],
  },
  {
    attack:
      'Somebody signs up with an invited address, on a project that does not ask for a confirmation, and takes the invitation without its code.',
    steps: [
      rpc('accountTaker', 'my_memberships', {}, answers({ rows: 0 })),
      rpc('admin', 'invite_agent', {
        tenant_id: '$tenant',
        email: '$accountTakerAccountEmail',
        role: 'admin',
      }),
      rpc('accountTaker', 'accept_invitations', {}, denied()),
      ...['', ' ', '0', '%', '$new', null].map((code) =>
        rpc('accountTaker', 'accept_invitations', { code }, whatever({ lacks: ['$tenant'] })),
      ),
      rpc('accountTaker', 'list_sessions', { tenant_id: '$tenant' }, NOT_ALLOWED),
      rpc('accountTaker', 'my_memberships', {}, answers({ rows: 0 })),
    ],
  },
  {
    attack: 'Somebody who saw the code of an invitation, on a shared screen, takes it with another address.',
    steps: [
      rpc('accountThief', 'my_memberships', {}, answers({ rows: 0 })),
      rpc(
        'admin',
        'invite_agent',
        { tenant_id: '$tenant', email: 'invited-$newMail@example.com', role: 'admin' },
        answers({ keep: { code: 'code' } }),
      ),
      rpc('accountThief', 'accept_invitations', { code: '$code' }, answers({ rows: 0 })),
      rpc('visitor', 'accept_invitations', { code: '$code' }, answers({ rows: 0 })),
      rpc('accountThief', 'list_sessions', { tenant_id: '$tenant' }, NOT_ALLOWED),
      rpc('admin', 'list_invitations', { tenant_id: '$tenant' }, answers({ lacks: ['$code'] })),
      rpc('admin', 'audit_log', { tenant_id: '$tenant' }, answers({ lacks: ['$code', 'invited-$newMail'] })),
    ],
  },
  {
    attack:
      'Somebody who joined and was removed joins again with the same code, or with one that was taken back.',
    alone: true,
    steps: [
      rpc('account', 'my_memberships', {}, answers({ rows: 0 })),
      rpc(
        'admin',
        'invite_agent',
        { tenant_id: '$tenant', email: '$accountAccountEmail' },
        answers({ keep: { code: 'code' } }),
      ),
      rpc('account', 'accept_invitations', { code: '$code' }, answers({ rows: 1 })),
      rpc('admin', 'remove_agent', { tenant_id: '$tenant', user_id: '$accountId' }),
      rpc('account', 'accept_invitations', { code: '$code' }, answers({ rows: 0 })),
      rpc(
        'admin',
        'invite_agent',
        { tenant_id: '$tenant', email: '$accountAccountEmail' },
        answers({ keep: { code: 'code' } }),
      ),
      rpc('admin', 'cancel_invitation', { tenant_id: '$tenant', email: '$accountAccountEmail' }),
      rpc('account', 'accept_invitations', { code: '$code' }, answers({ rows: 0 })),
    ],
  },
  {
    attack: 'Somebody lists the invitations of a tenant, takes one back or reads their table.',
    steps: each(['agent', 'visitor', 'otherAgent', 'outsider', 'removedAgent'], (who) => [
      rpc(who, 'list_invitations', { tenant_id: '$tenant' }, NOT_ALLOWED),
      rpc(who, 'cancel_invitation', { tenant_id: '$tenant', email: 'somebody@example.com' }, NOT_ALLOWED),
      rpc(
        who,
        'invite_agent',
        { tenant_id: '$tenant', email: 'mine@example.com', role: 'admin' },
        NOT_ALLOWED,
      ),
      get(who, '/rest/v1/invitations', denied(), { 'accept-profile': 'global_chat_private' }),
    ]).flat(),
  },
  {
    attack: 'An admin invites an address to learn whether it has an account; the answer is the same.',
    steps: [
      rpc(
        'admin',
        'invite_agent',
        { tenant_id: '$tenant', email: '$outsiderAccountEmail' },
        answers({ lacks: ['$outsiderId', 'user_id'] }),
      ),
      rpc(
        'admin',
        'invite_agent',
        { tenant_id: '$tenant', email: 'nobody-$newMail@example.com' },
        answers({ lacks: ['user_id'] }),
      ),
      rpc(
        'admin',
        'cancel_invitation',
        { tenant_id: '$tenant', email: '$outsiderAccountEmail' },
        answers({ lacks: ['$outsiderId'] }),
      ),
    ],
  },
  {
    attack:
      'Somebody changes in Auth who they are: a role, a membership, a confirmed address in their own metadata.',
    steps: [
      request('outsider', 'PUT', '/auth/v1/user', whatever({}), {
        body: {
          data: { role: 'service_role', tenant_id: '$tenant', email_verified: true, is_admin: true },
          app_metadata: { role: 'admin' },
        } as never,
      }),
      rpc('outsider', 'my_memberships', {}, answers({ rows: 0 })),
      rpc('outsider', 'list_sessions', { tenant_id: '$tenant' }, NOT_ALLOWED),
    ],
  },
  {
    attack: 'An invitation is made out to nothing, to nonsense, or with a rank that does not exist.',
    steps: ['', 'nonsense', 'a@b', 'a b@example.com', '"x"@example.com']
      .map((email) =>
        rpc('admin', 'invite_agent', { tenant_id: '$tenant', email }, refused(400, 'invalid_argument')),
      )
      .concat([
        rpc(
          'admin',
          'invite_agent',
          { tenant_id: '$tenant', email: 'a@example.com', role: 'owner' },
          refused(400, 'invalid_argument'),
        ),
        rpc('admin', 'invite_agent', { tenant_id: '$otherTenant', email: 'a@example.com' }, NOT_ALLOWED),
      ]),
  },
];

export const INVITATIONS: Subject = { subject: 'invitations', attacks: ATTACKS };
