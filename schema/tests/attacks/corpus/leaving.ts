/** What somebody still gets after they lost a right, on connections that they opened before. */
import type { Attack, Subject } from '../runner/attack.ts';
import { answers, doesNotHear, hears, join, joinRefused, open, rpc, send } from '../runner/steps.ts';

export const OPEN_SOCKETS: readonly Attack[] = [
  {
    attack:
      'An agent is removed and keeps the inbox’s socket open; for the life of their token they hear ids at most, no name and no words.',
    alone: true,
    steps: [
      join('agent', 'inbox:$tenant'),
      join('agent', 'session:$session'),
      join('admin', 'inbox:$tenant'),
      rpc('admin', 'remove_agent', { tenant_id: '$tenant', user_id: '$agentId' }),
      send('visitor', '$session', 'After $newWords'),
      rpc('admin', 'add_note', { session_id: '$session', content: 'After $newNote' }),
      rpc('visitor', 'update_visitor', { session_id: '$session', visitor: { name: 'Name $newName' } }),
      open('visitor', '$newLast'),
      doesNotHear('agent', 'inbox:$tenant', ['$newWords', '$newNote', '$newName', '$name', '$email'], {
        as: 'admin',
        topic: 'inbox:$tenant',
        has: '$newLast',
      }),
      doesNotHear('agent', 'session:$session', ['$newWords', '$newName', '$name', '$email'], {
        as: 'admin',
        topic: 'inbox:$tenant',
        has: '$newLast',
      }),
    ],
  },
];

const ATTACKS: readonly Attack[] = [
  {
    attack: 'A blocked visitor goes on hearing what was said to them, and nothing else.',
    alone: true,
    steps: [
      join('visitor', 'session:$session'),
      rpc('agent', 'block_visitor', { visitor_id: '$visitorRow' }),
      send('agent', '$session', 'Goodbye $newBye'),
      hears('visitor', 'session:$session', '$newBye'),
      doesNotHear('visitor', 'session:$session', ['blocked_at', '$agentId', '$noteWords'], undefined),
      joinRefused('visitor', 'inbox:$tenant'),
    ],
  },
  {
    attack: 'Somebody whose account was deleted goes on with their token.',
    alone: true,
    steps: [
      rpc('account', 'my_memberships', {}, answers({ rows: 0 })),
      rpc('owner', 'add_agent', { tenant_id: '$tenant', user_id: '$accountId', display_name: 'Gone' }),
      rpc('account', 'list_sessions', { tenant_id: '$tenant' }),
      rpc('owner', 'remove_agent', { tenant_id: '$tenant', user_id: '$accountId' }),
      rpc('account', 'my_memberships', {}, answers({ rows: 0 })),
      joinRefused('account', 'inbox:$tenant'),
    ],
  },
];

export const LEAVING: Subject = {
  subject: 'leaving',
  nobodyLeft: true,
  attacks: [...ATTACKS, ...OPEN_SOCKETS],
};
