/** Attacks on the files of conversations through Storage: reading what belongs to others. */
import type { Attack, Subject, Who } from '../runner/attack.ts';
import {
  STRANGERS,
  answers,
  denied,
  download,
  each,
  get,
  refused,
  request,
  rpc,
  whatever,
} from '../runner/steps.ts';

const EVERYBODY_ELSE: readonly Who[] = [...STRANGERS, 'key', 'nobody'];
const PICTURE = 'bytes-of-a-picture';
const OBJECT = '/storage/v1/object';

const READING: readonly Attack[] = [
  {
    attack: 'Somebody with no part in a conversation downloads its file by its path.',
    steps: [
      download('visitor', '$file', answers({ has: [PICTURE] })),
      download('agent', '$file', answers({ has: [PICTURE] })),
      ...each(EVERYBODY_ELSE, (who) => download(who, '$file', denied({ lacks: [PICTURE] }))),
    ],
  },
  {
    attack: 'Somebody takes the public address of a file; the bucket is private.',
    steps: each(['visitor', 'key', 'nobody', 'outsider'], (who) => [
      get(who, `${OBJECT}/public/global-chat/$file`, denied({ lacks: [PICTURE] })),
      get(who, `/storage/v1/render/image/public/global-chat/$file`, denied({ lacks: [PICTURE] })),
    ]).flat(),
  },
  {
    attack: 'Somebody asks what is known of a file: its size, its type, its owner.',
    steps: each(STRANGERS, (who) =>
      get(who, `${OBJECT}/info/global-chat/$file`, denied({ lacks: ['image/png', '$visitorId'] })),
    ),
  },
  {
    attack: 'Somebody signs an address of a file they may not read, alone or in a list.',
    steps: each([...STRANGERS, 'key'], (who) => [
      request(who, 'POST', `${OBJECT}/sign/global-chat/$file`, denied({ lacks: ['token='] }), {
        body: { expiresIn: 60 },
      }),
      request(who, 'POST', `${OBJECT}/sign/global-chat`, whatever({ lacks: ['token='] }), {
        body: { expiresIn: 60, paths: ['$file'] },
      }),
    ]).flat(),
  },
  {
    attack: 'Somebody lists the folders of the bucket to find conversations and files.',
    steps: each([...STRANGERS, 'key'], (who) =>
      ['', '$tenant', '$tenant/$session', '$tenant/$session/$fileMessage'].map((prefix) =>
        request(
          who,
          'POST',
          `${OBJECT}/list/global-chat`,
          whatever({ lacks: ['photo.png', '$session', '$fileMessage'] }),
          { body: { prefix, limit: 100 } },
        ),
      ),
    ).flat(),
  },
  {
    attack: 'Somebody searches the bucket for the name of a file.',
    steps: each(STRANGERS, (who) =>
      request(who, 'POST', `${OBJECT}/list/global-chat`, whatever({ lacks: ['photo.png'] }), {
        body: { prefix: '$tenant/$session/$fileMessage', search: 'photo' },
      }),
    ),
  },
  {
    attack: 'Somebody copies or moves another’s file into a conversation of their own.',
    steps: each(['otherVisitor', 'otherAgent', 'outsider'], (who) =>
      ['copy', 'move'].map((way) =>
        request(who, 'POST', `${OBJECT}/${way}`, denied(), {
          body: {
            bucketId: 'global-chat',
            sourceKey: '$file',
            destinationKey: '$tenant/$otherSession/$new/photo.png',
          },
        }),
      ),
    ).flat(),
  },
  {
    attack: 'Somebody attaches another conversation’s file to their own message, to get it from there.',
    steps: [
      rpc(
        'otherVisitor',
        'send_message',
        {
          session_id: '$otherSession',
          message_id: '$new',
          content: 'x',
          attachments: [{ path: '$file', name: 'photo.png' }],
        },
        refused(400, 'invalid_argument'),
      ),
      rpc(
        'visitor',
        'send_message',
        {
          session_id: '$session',
          message_id: '$new',
          content: 'x',
          attachments: [{ path: '$file', name: 'photo.png' }],
        },
        refused(400, 'invalid_argument'),
      ),
    ],
  },
  {
    attack: 'A visitor attaches a file that was never uploaded, or an address of another site.',
    steps: [
      '$tenant/$session/$newId/a.png',
      'https://evil.example/a.png',
      '../../etc/passwd',
      '',
      '/',
      '$tenant',
    ].map((path) =>
      rpc(
        'visitor',
        'send_message',
        {
          session_id: '$session',
          message_id: '$newId',
          content: 'x',
          attachments: [{ path, name: 'a.png' }],
        },
        refused(400, 'invalid_argument'),
      ),
    ),
  },
];

export const FILES: Subject = { subject: 'files', attacks: READING };
