/** What somebody still gets after they lost a right, on connections that they opened before. */
import type { Attack, Subject } from '../runner/attack.ts';
import { answers, doesNotHear, hears, join, joinRefused, rpc, send } from '../runner/steps.ts';

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

export const LEAVING: Subject = { subject: 'leaving', nobodyLeft: true, attacks: [...ATTACKS] };
