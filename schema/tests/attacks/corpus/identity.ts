/** Attacks on signed identity: becoming somebody else, or passing for verified. */
import type { Attack, Subject } from '../runner/attack.ts';
import { HOSTILE_TOKENS } from '../../support/hostile-tokens.ts';
import {
  answers,
  denied,
  each,
  hostileToken,
  identityToken,
  open,
  refused,
  rpc,
  send,
} from '../runner/steps.ts';

const invalid = (reason: string) => refused(403, 'identity_invalid', { has: [reason] });

const WRONG_TOKENS: readonly Attack[] = HOSTILE_TOKENS.map(({ what, reason }) => ({
  attack: `A visitor identifies with a wrong token: ${what}; it proves nothing.`,
  steps: [rpc('visitor', 'identify', { widget_id: '$widget', token: hostileToken(what) }, invalid(reason))],
}));

const OTHERS: readonly Attack[] = [
  {
    attack: 'A second person identifies in the same browser; two known people never become one.',
    steps: [
      rpc(
        'identifiedVisitor',
        'identify',
        { widget_id: '$widget', token: identityToken({ sub: 'somebody-else' }) },
        refused(409, 'identity_conflict'),
      ),
    ],
  },
  {
    attack: 'A token that a visitor got hold of is used at another tenant’s widget.',
    steps: [
      rpc(
        'visitor',
        'identify',
        { widget_id: '$otherWidget', token: identityToken({ sub: 'identified' }) },
        refused(403, 'identity_invalid'),
      ),
    ],
  },
  {
    attack:
      'An identified visitor opens a conversation under another name and address; the signed ones stay.',
    steps: [
      open(
        'identifiedVisitor',
        '$newSession',
        { visitor: { name: 'The Boss', email: 'boss@example.com' } },
        answers({ lacks: ['The Boss', 'boss@'] }),
      ),
      rpc(
        'agent',
        'session_details',
        { session_id: '$newSession' },
        answers({
          is: {
            'session.visitor_name': 'Ida Known',
            'session.visitor_email': 'known@example.com',
            'visitor.verified': true,
          },
          lacks: ['The Boss', 'boss@example.com'],
        }),
      ),
    ],
  },
  {
    attack:
      'An identified visitor renames themselves afterwards; agents go on seeing the signed name and address.',
    steps: [
      rpc(
        'identifiedVisitor',
        'update_visitor',
        { session_id: '$identifiedSession', visitor: { name: 'The Boss', email: 'boss@example.com' } },
        answers({ lacks: ['The Boss', 'boss@'] }),
      ),
      rpc(
        'agent',
        'session_details',
        { session_id: '$identifiedSession' },
        answers({
          is: { 'session.visitor_name': 'Ida Known', 'session.visitor_email': 'known@example.com' },
          lacks: ['The Boss'],
        }),
      ),
    ],
  },
  {
    attack:
      'A visitor opens a conversation, identifies, and then renames themselves through the older conversation; agents never see the forged name as verified.',
    alone: true,
    steps: [
      open('fresh', '$newSession', { visitor: { name: 'Anna' } }),
      send('fresh', '$newSession', 'Hello'),
      rpc('fresh', 'identify', {
        widget_id: '$widget',
        token: identityToken({ sub: 'forger', name: 'Frieda Real', email: 'real@example.com' }),
      }),
      rpc(
        'fresh',
        'update_visitor',
        { session_id: '$newSession', visitor: { name: 'The Boss', email: 'boss@example.com' } },
        answers({ lacks: ['The Boss', 'boss@'] }),
      ),
      rpc(
        'agent',
        'session_details',
        { session_id: '$newSession' },
        answers({
          is: {
            'session.visitor_name': 'Frieda Real',
            'session.visitor_email': 'real@example.com',
            'visitor.email': 'real@example.com',
          },
          lacks: ['The Boss', 'boss@example.com'],
        }),
      ),
      send('fresh', '$newSession', 'It is me', answers({ is: { 'message.sender_name': 'Frieda Real' } })),
    ],
  },
  {
    attack: 'A visitor gives an address that is not theirs; agents see it, and never as verified.',
    steps: [
      open('fresh', '$newSession', { visitor: { email: '$email' } }),
      rpc(
        'agent',
        'session_details',
        { session_id: '$newSession' },
        answers({ is: { 'session.visitor_verified': false, 'visitor.verified': false } }),
      ),
    ],
  },
  {
    attack:
      'Somebody gives the name and address of another visitor; they get nothing of that visitor’s conversations.',
    steps: [
      open(
        'fresh',
        '$newSession',
        { visitor: { name: '$name', email: '$email', client_visitor_id: '$visitorRow' } },
        answers({ lacks: ['$words'] }),
      ),
      rpc(
        'fresh',
        'my_sessions',
        { widget_id: '$widget' },
        answers({ rows: 1, lacks: ['$session', '$words'] }),
      ),
      rpc('fresh', 'sync', { session_id: '$session' }, refused(404, 'not_found')),
    ],
  },
  {
    attack:
      'The previous conversations beside one hold those of another visitor, or of another tenant, with the same address.',
    steps: [
      open('fresh', '$newSession', { visitor: { email: '$email' } }),
      rpc('agent', 'session_details', { session_id: '$newSession' }, answers({ is: { previous: [] } })),
      rpc('fresh', 'open_session', {
        widget_id: '$otherWidget',
        session_id: '$newThere',
        visitor: { email: '$email' },
      }),
      rpc(
        'otherAgent',
        'session_details',
        { session_id: '$newThere' },
        answers({ is: { previous: [] }, lacks: ['$session', '$newSession'] }),
      ),
      rpc(
        'agent',
        'session_details',
        { session_id: '$session' },
        answers({ lacks: ['$newThere', '$newSession'] }),
      ),
    ],
  },
  {
    attack:
      'A person known by the same id at two tenants is one person to each alone; neither sees the other’s conversations.',
    steps: [
      rpc('freshHere', 'identify', { widget_id: '$widget', token: identityToken({ sub: 'shared-id' }) }),
      open('freshHere', '$newHere'),
      rpc('freshThere', 'identify', {
        widget_id: '$otherWidget',
        token: identityToken(
          { sub: 'shared-id', aud: 'globalchat:$otherWidget' },
          { key: '$otherIdentityKey' },
        ),
      }),
      rpc('freshThere', 'open_session', { widget_id: '$otherWidget', session_id: '$newThere' }),
      rpc('agent', 'session_details', { session_id: '$newHere' }, answers({ is: { previous: [] } })),
      rpc('otherAgent', 'session_details', { session_id: '$newThere' }, answers({ is: { previous: [] } })),
      rpc('freshHere', 'sync', { session_id: '$newThere' }, refused(404, 'not_found')),
    ],
  },
  {
    attack:
      'Somebody with the key alone, or an agent who is no admin, takes or makes the key that signs identities.',
    steps: [
      rpc('key', 'rotate_identity_key', { widget_id: '$widget' }, denied()),
      ...each(['visitor', 'agent', 'otherAgent', 'outsider', 'removedAgent', 'anonymousMember'], (who) =>
        rpc(who, 'rotate_identity_key', { widget_id: '$widget' }, denied()),
      ),
      rpc('admin', 'widget_settings', { widget_id: '$widget' }, answers({ lacks: ['$identityKey'] })),
    ],
  },
  {
    attack: 'The key before the last rotation still signs; it stops working at once.',
    alone: true,
    steps: [
      rpc('admin', 'rotate_identity_key', { widget_id: '$widget' }),
      rpc(
        'fresh',
        'identify',
        { widget_id: '$widget', token: identityToken({ sub: 'late' }) },
        invalid('signature'),
      ),
    ],
  },
];

export const IDENTITY: Subject = { subject: 'identity', attacks: [...WRONG_TOKENS, ...OTHERS] };
