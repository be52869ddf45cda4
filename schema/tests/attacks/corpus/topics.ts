/** Attacks on live events: listening in, forging, and reading what was said before. */
import type { Attack, Subject, Who } from '../runner/attack.ts';
import {
  STRANGERS,
  answers,
  bePresent,
  denied,
  doesNotHear,
  each,
  get,
  hears,
  join,
  joinRefused,
  request,
  rpc,
  say,
  send,
} from '../runner/steps.ts';

const OF_A_CONVERSATION = ['session:$session', 'typing:visitor:$session', 'typing:agent:$session'] as const;
const TEAM_TOPICS = ['inbox:$tenant', 'presence:$tenant'] as const;
const EVERYBODY_ELSE: readonly Who[] = [...STRANGERS, 'key'];

const LISTENING: readonly Attack[] = [
  ...OF_A_CONVERSATION.map((topic): Attack => ({
    attack: `Somebody with no part in a conversation joins ${topic.replace('$session', '<its id>')}.`,
    steps: each(EVERYBODY_ELSE, (who) => joinRefused(who, topic)),
  })),
  ...TEAM_TOPICS.map((topic): Attack => ({
    attack: `Somebody who is no agent, the visitor among them, joins ${topic.replace('$tenant', '<tenant>')}.`,
    steps: each([...EVERYBODY_ELSE, 'visitor'], (who) => joinRefused(who, topic)),
  })),
  {
    attack: 'Somebody without a key opens a socket.',
    steps: [joinRefused('nobody', 'widget:$widget')],
  },
  {
    attack:
      'Somebody joins the topic of a conversation as a public one, where no policy is asked; nothing of it comes.',
    steps: [
      join('otherVisitor', 'session:$session', { public: true }),
      join('visitor', 'session:$session'),
      send('agent', '$session', 'For you alone'),
      hears('visitor', 'session:$session', 'For you alone'),
      doesNotHear('otherVisitor', 'session:$session', ['For you alone'], {
        as: 'visitor',
        topic: 'session:$session',
        has: 'For you alone',
      }),
    ],
  },
  {
    attack: 'Somebody joins the public twin of the team’s inbox.',
    steps: [
      join('outsider', 'inbox:$tenant', { public: true }),
      join('agent', 'inbox:$tenant'),
      send('visitor', '$session', 'Only for the team'),
      doesNotHear('outsider', 'inbox:$tenant', ['Only for the team', '$session'], {
        as: 'agent',
        topic: 'inbox:$tenant',
        has: '$session',
      }),
    ],
  },
  {
    attack:
      'Somebody writes a topic’s name a little differently, to be let in where the exact name is guarded.',
    steps: [
      'Session:$session',
      'SESSION:$session',
      ' session:$session',
      'session:$session ',
      'session:$session:x',
      'session::$session',
      'session:*',
      'session:%',
      'session',
      'inbox:$session',
      'presence:$session',
      'inbox:$tenant/',
      'realtime:session:$session',
      '*',
    ].flatMap((topic) => each(['otherVisitor', 'visitor'], (who) => joinRefused(who, topic))),
  },
  {
    attack: 'Somebody subscribes to row changes of the tables; no rows of others come.',
    steps: [
      join('otherVisitor', 'anything', {
        public: true,
        changes: [
          { event: '*', schema: 'public', table: 'global_chat_messages' },
          { event: '*', schema: 'public', table: 'global_chat_sessions' },
        ],
      }),
      join('visitor', 'session:$session'),
      send('agent', '$session', 'For you alone'),
      doesNotHear('otherVisitor', 'anything', ['For you alone', '$session'], {
        as: 'visitor',
        topic: 'session:$session',
        has: 'For you alone',
      }),
    ],
  },
  {
    attack: 'A visitor listens to another of their tenant’s conversations by presence instead of broadcast.',
    steps: each(['otherVisitor', 'outsider'], (who) =>
      joinRefused(who, 'session:$session', { presence: true }),
    ),
  },
  {
    attack: 'A visitor hears in an event what only agents may know: tags, assignee, notes, who wrote.',
    steps: [
      join('visitor', 'session:$session'),
      rpc('agent', 'update_session', {
        session_id: '$session',
        changes: { tags: ['difficult'], assigned_to: '$agentId', priority: 'urgent' },
      }),
      rpc('agent', 'add_note', { session_id: '$session', content: 'Careful with this one' }),
      send('agent', '$session', 'Hello, how can I help?'),
      hears('visitor', 'session:$session', 'how can I help'),
      doesNotHear(
        'visitor',
        'session:$session',
        ['difficult', '$agentId', '"urgent"', 'Careful', '$tenant"', 'sender_id'],
        undefined,
      ),
    ],
  },
  {
    attack: 'Somebody replays what was broadcast in another’s conversation.',
    steps: each(EVERYBODY_ELSE, (who) => joinRefused(who, 'session:$session', { replay: true })),
  },
];

const FORGING: readonly Attack[] = [
  {
    attack:
      'A visitor sends a message event to their own conversation, to show the agent words that were never stored.',
    steps: [
      join('visitor', 'session:$session'),
      join('agent', 'session:$session'),
      say('visitor', 'session:$session', 'message', { rev: 99, message: { content: 'Refund granted' } }),
      send('agent', '$session', 'A real message'),
      hears('agent', 'session:$session', 'A real message'),
      doesNotHear('agent', 'session:$session', ['Refund granted'], undefined),
    ],
  },
  {
    attack: 'An agent sends an event to the conversation or the inbox; only the database writes there.',
    steps: [
      join('visitor', 'session:$session'),
      join('agent', 'session:$session'),
      join('agent', 'inbox:$tenant'),
      join('admin', 'inbox:$tenant'),
      say('agent', 'session:$session', 'message', { message: { content: 'Forged' } }),
      say('agent', 'inbox:$tenant', 'session', { session: { id: 'Forged' } }),
      send('agent', '$session', 'A real message'),
      hears('visitor', 'session:$session', 'A real message'),
      hears('admin', 'inbox:$tenant', '$session'),
      doesNotHear('visitor', 'session:$session', ['Forged'], undefined),
      doesNotHear('admin', 'inbox:$tenant', ['Forged'], undefined),
    ],
  },
  {
    attack: 'A visitor shows that an agent types.',
    steps: [
      join('visitor', 'typing:agent:$session'),
      join('agent', 'typing:agent:$session'),
      join('admin', 'typing:agent:$session'),
      say('visitor', 'typing:agent:$session', 'typing', { typing: true, name: 'Forged' }),
      say('agent', 'typing:agent:$session', 'typing', { typing: true, name: 'Mara' }),
      hears('admin', 'typing:agent:$session', 'Mara'),
      doesNotHear('admin', 'typing:agent:$session', ['Forged'], undefined),
    ],
  },
  {
    attack: 'An agent shows that the visitor types.',
    steps: [
      join('agent', 'typing:visitor:$session'),
      join('visitor', 'typing:visitor:$session'),
      join('admin', 'typing:visitor:$session'),
      say('agent', 'typing:visitor:$session', 'typing', { typing: true, name: 'Forged' }),
      say('visitor', 'typing:visitor:$session', 'typing', { typing: true, name: 'Honest' }),
      hears('admin', 'typing:visitor:$session', 'Honest'),
      doesNotHear('admin', 'typing:visitor:$session', ['Forged'], undefined),
    ],
  },
  {
    attack: 'A visitor is present in a conversation’s topic, where nobody is.',
    steps: [
      join('visitor', 'session:$session', { presence: true }),
      join('agent', 'session:$session', { presence: true }),
      bePresent('visitor', 'session:$session', { name: 'Forged' }),
      send('agent', '$session', 'A real message'),
      hears('agent', 'session:$session', 'A real message'),
      doesNotHear('agent', 'session:$session', ['Forged'], undefined),
    ],
  },
  {
    attack: 'A visitor tells all open widgets of a tenant that their settings changed.',
    steps: [
      join('key', 'widget:$widget'),
      join('visitor', 'widget:$widget'),
      say('visitor', 'widget:$widget', 'config', { forged: true }),
      request('owner', 'PATCH', '/rest/v1/global_widget_config?id=eq.$widget', answers(), {
        body: { greeting_text: 'Hi $new' },
      }),
      hears('key', 'widget:$widget', '"changed"'),
      doesNotHear('key', 'widget:$widget', ['forged'], undefined),
    ],
  },
  {
    attack: 'Somebody sends events by Realtime’s HTTP address instead of a socket.',
    steps: [
      join('visitor', 'session:$session'),
      join('agent', 'inbox:$tenant'),
      ...each(['otherVisitor', 'outsider', 'visitor', 'key'], (who) =>
        ['session:$session', 'inbox:$tenant', 'widget:$widget'].map((topic) =>
          request(
            who,
            'POST',
            '/realtime/v1/api/broadcast',
            { status: 'any' },
            {
              body: {
                messages: [{ topic, event: 'message', payload: { content: 'Forged' }, private: true }],
              },
            },
          ),
        ),
      ).flat(),
      send('agent', '$session', 'A real message'),
      hears('visitor', 'session:$session', 'A real message'),
      hears('agent', 'inbox:$tenant', '$session'),
      doesNotHear('visitor', 'session:$session', ['Forged'], undefined),
      doesNotHear('agent', 'inbox:$tenant', ['Forged'], undefined),
    ],
  },
  {
    attack: 'Somebody calls the database’s own function for sending events.',
    steps: each(['key', 'visitor', 'agent', 'outsider'], (who) => [
      request(who, 'POST', '/rest/v1/rpc/send', denied(), {
        body: { payload: {}, event: 'message', topic: 'session:$session', private: true },
        headers: { 'content-profile': 'realtime' },
      }),
      get(who, '/rest/v1/messages', denied(), { 'accept-profile': 'realtime' }),
    ]).flat(),
  },
];

export const TOPICS: Subject = { subject: 'topics', nobodyLeft: true, attacks: [...LISTENING, ...FORGING] };
