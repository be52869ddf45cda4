/** Attacks on erasure: erasing others, getting back what was erased, and using what it leaves behind. */
import type { Attack, Subject } from '../runner/attack.ts';
import {
  STRANGERS,
  UNKNOWN,
  answers,
  denied,
  doesNotHear,
  download,
  each,
  get,
  hears,
  join,
  open,
  request,
  rpc,
  send,
  upload,
  whatever,
} from '../runner/steps.ts';

const ERASED: readonly Attack[] = [
  {
    attack: 'Somebody who is no admin of the tenant erases a visitor.',
    steps: [
      ...each(STRANGERS, (who) => rpc(who, 'erase_visitor', { visitor_id: '$visitorRow' }, denied())),
      rpc('agent', 'erase_visitor', { visitor_id: '$visitorRow' }, denied()),
      rpc('visitor', 'erase_visitor', { visitor_id: '$visitorRow' }, denied()),
      rpc('visitor', 'erase_visitor', { visitor_id: '$otherVisitorRow' }, UNKNOWN),
    ],
  },
  {
    attack: 'Erasing oneself takes along the conversations of somebody else; it takes one’s own alone.',
    alone: true,
    steps: [
      open('fresh', '$newSession', { visitor: { name: '$name', email: '$email' } }),
      send('fresh', '$newSession', 'Mine'),
      rpc('fresh', 'erase_me', {}, answers({ is: { sessions: 1, messages: 1 } })),
      rpc('fresh', 'sync', { session_id: '$newSession' }, UNKNOWN),
      rpc('visitor', 'sync', { session_id: '$session' }, answers({ has: ['$words'] })),
      rpc('agent', 'session_details', { session_id: '$newSession' }, UNKNOWN),
    ],
  },
  {
    attack: 'Erasing oneself tells how many notes the team had.',
    alone: true,
    steps: [
      open('fresh', '$newSession'),
      rpc('agent', 'add_note', { session_id: '$newSession', content: 'x' }),
      rpc('fresh', 'erase_me', {}, answers({ lacks: ['notes'] })),
    ],
  },
  {
    attack:
      'Somebody who joined before hears, or who joins after replays, what was said in an erased conversation.',
    alone: true,
    steps: [
      open('fresh', '$newSession'),
      send('fresh', '$newSession', 'My number is $newNumber'),
      rpc('fresh', 'erase_me', {}),
      // Realtime tells in the order of the log: when the witness has heard this, nothing older is still on its way.
      join('admin', 'inbox:$tenant'),
      open('fresh2', '$newLater'),
      hears('admin', 'inbox:$tenant', '$newLater'),
      join('agent', 'inbox:$tenant', { replay: true }),
      send('visitor', '$session', 'Something else'),
      doesNotHear('agent', 'inbox:$tenant', ['$newNumber'], {
        as: 'admin',
        topic: 'inbox:$tenant',
        has: '$session',
      }),
    ],
  },
  {
    attack: 'A stranger removes the files of somebody’s erased conversation, or keeps others from doing it.',
    alone: true,
    steps: [
      open('fresh', '$newSession'),
      upload('fresh', '$tenant/$newSession/$newFile/a.png', answers()),
      rpc('fresh', 'erase_me', {}, answers({ has: ['$newFile'] })),
      ...each(['visitor', 'agent', 'outsider', 'otherAgent'], (who) =>
        request(who, 'DELETE', '/storage/v1/object/global-chat', whatever({ lacks: ['a.png'] }), {
          body: { prefixes: ['$tenant/$newSession/$newFile/a.png'] },
        }),
      ),
      request('fresh', 'DELETE', '/storage/v1/object/global-chat', answers({ has: ['a.png'] }), {
        body: { prefixes: ['$tenant/$newSession/$newFile/a.png'] },
      }),
    ],
  },
  {
    attack: 'A visitor removes a file of theirs that was not erased, right after erasing something else.',
    alone: true,
    steps: [
      rpc('visitor', 'delete_message', { message_id: '$message' }),
      request('visitor', 'DELETE', '/storage/v1/object/global-chat', whatever({ lacks: ['photo.png'] }), {
        body: { prefixes: ['$file'] },
      }),
      download('agent', '$file', answers()),
    ],
  },
  {
    attack: 'The audit log of an erasure keeps what was erased: a name, an address, words.',
    alone: true,
    steps: [
      rpc('admin', 'erase_visitor', { visitor_id: '$visitorRow' }),
      rpc(
        'admin',
        'audit_log',
        { tenant_id: '$tenant' },
        answers({ has: ['erase_visitor'], lacks: ['$name', '$email', '$words'] }),
      ),
    ],
  },
];

/** What an erasure or a deletion leaves behind must serve nobody. */
export const LEFT_BEHIND: readonly Attack[] = [
  {
    attack:
      'A stranger opens a conversation under the id of an erased one and reads the files that still wait for removal.',
    alone: true,
    steps: [
      open('fresh', '$newSession'),
      upload('fresh', '$tenant/$newSession/$newFile/a.png', answers(), { text: 'erased-bytes' }),
      rpc('fresh', 'erase_me', {}),
      open('freshThief', '$newSession', {}, whatever({})),
      download('freshThief', '$tenant/$newSession/$newFile/a.png', denied({ lacks: ['erased-bytes'] })),
      request(
        'freshThief',
        'POST',
        '/storage/v1/object/list/global-chat',
        whatever({ lacks: ['$newFile'] }),
        { body: { prefix: '$tenant/$newSession', limit: 10 } },
      ),
    ],
  },
  {
    attack:
      'Somebody replays a conversation’s events to read a message that was deleted, or the words before an edit.',
    nobodyLeft: true,
    steps: [
      send('visitor', '$session', 'card $newCard', answers(), '$newOops'),
      rpc('visitor', 'delete_message', { message_id: '$newOops' }),
      send('visitor', '$session', 'pin $newPin', answers(), '$newEdited'),
      rpc('visitor', 'edit_message', { message_id: '$newEdited', content: 'Never mind' }),
      // Realtime tells in the order of the log: when the witness has heard this, nothing older is still on its way.
      join('visitor', 'session:$session'),
      send('visitor', '$session', 'Later $newLater'),
      hears('visitor', 'session:$session', '$newLater'),
      join('agent', 'session:$session', { replay: true }),
      join('admin', 'inbox:$tenant', { replay: true }),
      send('visitor', '$session', 'Marker $newMarker'),
      hears('agent', 'session:$session', '$newMarker'),
      hears('admin', 'inbox:$tenant', '$session'),
      doesNotHear('agent', 'session:$session', ['$newCard', '$newPin'], undefined),
      doesNotHear('admin', 'inbox:$tenant', ['$newCard', '$newPin'], undefined),
    ],
  },
  {
    attack: 'The other side downloads the file of a message that was deleted.',
    alone: true,
    steps: [
      download('agent', '$file', answers()),
      rpc('visitor', 'delete_message', { message_id: '$fileMessage' }),
      download('agent', '$file', denied({ lacks: ['bytes-of-a-picture'] })),
      request('agent', 'POST', '/storage/v1/object/sign/global-chat/$file', denied(), {
        body: { expiresIn: 60 },
      }),
      get('otherVisitor', '/storage/v1/object/authenticated/global-chat/$file', denied()),
    ],
  },
];

export const ERASURE: Subject = { subject: 'erasure', attacks: [...ERASED, ...LEFT_BEHIND] };
