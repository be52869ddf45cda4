/** Attacks by uploading: planting, overwriting and disguising files, too many of them, and changing the bucket. */
import type { Attack, Subject, Who } from '../runner/attack.ts';
import {
  STRANGERS,
  UNKNOWN,
  answers,
  denied,
  download,
  each,
  flood,
  refused,
  request,
  rpc,
  send,
  upload,
  whatever,
} from '../runner/steps.ts';

const EVERYBODY_ELSE: readonly Who[] = [...STRANGERS, 'key', 'nobody'];
const PICTURE = 'bytes-of-a-picture';
const OBJECT = '/storage/v1/object';

const WRITING: readonly Attack[] = [
  {
    attack: 'Somebody with no part in a conversation puts a file into it.',
    steps: each(EVERYBODY_ELSE, (who) => upload(who, '$tenant/$session/$new/a.png', denied())),
  },
  {
    attack:
      'A visitor puts files outside the folder of a message: at the root, under a wrong tenant, beside the session.',
    steps: [
      'a.png',
      '$tenant/a.png',
      '$tenant/$session/a.png',
      '$otherTenant/$session/$new/a.png',
      '$tenant/$otherSession/$new/a.png',
      '$tenant/$session/$new/b/a.png',
      '$tenant/$session/x/a.png',
      '$tenant/$session/$new/.htaccess',
      '$new/$session/$new/a.png',
      '$tenant/$session/$new/..%2f..%2fa.png',
      '$tenant%2f$session%2f$new%2fa%00.png',
    ].map((path) => upload('visitor', path, denied())),
  },
  {
    attack: 'A visitor overwrites a file that was sent, plainly, with x-upsert and by PUT.',
    steps: [
      upload('visitor', '$file', denied(), { text: 'other bytes' }),
      upload('visitor', '$file', denied(), { text: 'other bytes', headers: { 'x-upsert': 'true' } }),
      request('visitor', 'PUT', `${OBJECT}/global-chat/$file`, denied(), {
        raw: { text: 'other bytes', type: 'image/png' },
      }),
      request('visitor', 'POST', '/storage/v1/object/move', denied(), {
        body: { bucketId: 'global-chat', sourceKey: '$file', destinationKey: '$tenant/$session/$new/b.png' },
      }),
      download('agent', '$file', answers({ has: [PICTURE] })),
    ],
  },
  {
    attack: 'An agent replaces or removes the file that a visitor sent.',
    steps: each(['agent', 'admin', 'otherVisitor', 'visitor'], (who) => [
      upload(who, '$file', denied(), { text: 'other bytes', headers: { 'x-upsert': 'true' } }),
      request(who, 'DELETE', `${OBJECT}/global-chat/$file`, denied()),
      request(who, 'DELETE', `${OBJECT}/global-chat`, whatever({ lacks: ['photo.png'] }), {
        body: { prefixes: ['$file'] },
      }),
    ])
      .flat()
      .concat(download('agent', '$file', answers({ has: [PICTURE] }))),
  },
  {
    attack:
      'A visitor uploads a page, a script, a picture that can run scripts, a program; only pictures, PDF and plain text go in.',
    steps: [
      'text/html',
      'image/svg+xml',
      'application/javascript',
      'application/x-msdownload',
      'application/xhtml+xml',
      'text/xml',
      'video/mp4',
      'application/octet-stream',
    ].map((type) =>
      upload('visitor', '$tenant/$session/$new/a.png', denied(), { type, text: '<script>alert(1)</script>' }),
    ),
  },
  {
    attack:
      'A visitor sends a program, a page or a picture that runs scripts under the type of a plain text.',
    steps: [
      'setup.exe',
      'page.html',
      'x.svg',
      'a.js',
      'a.txt.exe',
      'a.php',
      'noending',
      'a.lnk',
      'a.docm',
    ].flatMap((name) => [
      rpc(
        'visitor',
        'attachment_path',
        { session_id: '$session', message_id: '$new', file_name: name },
        denied(),
      ),
      upload('visitor', `$tenant/$session/$new/${name}`, denied(), { type: 'text/plain', text: 'MZ' }),
    ]),
  },
  {
    attack: 'A visitor uploads a picture and shows it under the name of a program.',
    steps: [
      upload('visitor', '$tenant/$session/$newMessage/a.png', answers()),
      ...['invoice.exe', 'invoice.png.exe', 'invoice\u202egnp.exe', 'a.html'].map((name) =>
        rpc(
          'visitor',
          'send_message',
          {
            session_id: '$session',
            message_id: '$newMessage',
            content: '',
            attachments: [{ path: '$tenant/$session/$newMessage/a.png', name }],
          },
          denied(),
        ),
      ),
    ],
  },
  {
    attack:
      'A visitor uploads many files at the same moment, so that none of them sees the others being counted.',
    widget: { files_per_day: 3 },
    steps: [
      flood(10, [upload('visitor', '$tenant/$session/$new/a.png', answers())], { atMost: 3, atOnce: true }),
    ],
  },
  {
    attack: 'A visitor stores a text of their own beside the bytes, where nothing counts it.',
    steps: [
      { 'x-metadata': 'eyJhbnkiOiJ0aGluZyJ9' },
      { 'cache-control': 'private, max-age=1' },
      { 'cache-control': 'max-age=12345678901234567890' },
    ].map((headers) => upload('visitor', '$tenant/$session/$new/a.png', denied(), { headers })),
  },
  {
    attack: 'A visitor lists, reads and sends the file that an agent has uploaded and not sent.',
    steps: [
      upload('agent', '$tenant/$session/$newMessage/a.png', answers(), { text: 'a draft' }),
      download('agent', '$tenant/$session/$newMessage/a.png', answers({ has: ['a draft'] })),
      download('visitor', '$tenant/$session/$newMessage/a.png', denied({ lacks: ['a draft'] })),
      request('visitor', 'POST', `${OBJECT}/list/global-chat`, whatever({ lacks: ['$newMessage'] }), {
        body: { prefix: '$tenant/$session', limit: 100 },
      }),
      rpc(
        'visitor',
        'send_message',
        {
          session_id: '$session',
          message_id: '$newMessage',
          content: '',
          attachments: [{ path: '$tenant/$session/$newMessage/a.png', name: 'a.png' }],
        },
        refused(400, 'invalid_argument'),
      ),
    ],
  },
  {
    attack: 'A visitor adds a file to a message that was sent already, and to one that was deleted.',
    steps: [
      send('visitor', '$session', 'said', answers(), '$newMessage'),
      upload('visitor', '$tenant/$session/$newMessage/a.png', denied()),
      rpc('visitor', 'delete_message', { message_id: '$newMessage' }),
      upload('visitor', '$tenant/$session/$newMessage/a.png', denied()),
    ],
  },
  {
    attack: 'A visitor changes, empties or deletes the bucket, makes it public, or makes one of their own.',
    steps: each(['visitor', 'agent', 'admin', 'outsider', 'key'], (who) => [
      request(who, 'PUT', '/storage/v1/bucket/global-chat', denied(), {
        body: { id: 'global-chat', public: true },
      }),
      request(who, 'POST', '/storage/v1/bucket/global-chat/empty', denied(), { body: {} }),
      request(who, 'DELETE', '/storage/v1/bucket/global-chat', denied()),
      request(who, 'POST', '/storage/v1/bucket', denied(), {
        body: { id: 'mine', name: 'mine', public: true },
      }),
    ]).flat(),
  },
  {
    attack: 'A visitor uploads where files are switched off for the widget.',
    widget: { attachments: false },
    steps: [
      rpc(
        'visitor',
        'attachment_path',
        { session_id: '$session', message_id: '$new', file_name: 'a.png' },
        refused(403, 'upload_not_allowed'),
      ),
      upload('visitor', '$tenant/$session/$new/a.png', denied()),
    ],
  },
  {
    attack: 'A visitor uploads more files than a day allows, one after another.',
    widget: { files_per_day: 3 },
    steps: [
      upload('visitor', '$tenant/$session/$new/a.png', answers()),
      upload('visitor', '$tenant/$session/$new/a.png', answers()),
      upload('visitor', '$tenant/$session/$new/a.png', denied()),
      rpc(
        'visitor',
        'attachment_path',
        { session_id: '$session', message_id: '$new', file_name: 'a.png' },
        refused(403, 'upload_not_allowed'),
      ),
    ],
  },
  {
    attack: 'A stranger asks for a path in another’s conversation, to learn its tenant.',
    steps: each(STRANGERS, (who) =>
      rpc(
        who,
        'attachment_path',
        { session_id: '$session', message_id: '$new', file_name: 'a.png' },
        UNKNOWN,
      ),
    ),
  },
  {
    attack:
      'A visitor says a file is smaller and of another type than what was uploaded; the store’s own numbers count.',
    steps: [
      upload('visitor', '$tenant/$session/$newMessage/a.png', answers(), { text: 'twelve bytes' }),
      rpc(
        'visitor',
        'send_message',
        {
          session_id: '$session',
          message_id: '$newMessage',
          content: '',
          attachments: [
            { path: '$tenant/$session/$newMessage/a.png', name: 'a.png', type: 'text/html', size: 1 },
          ],
        },
        answers({ is: { 'message.attachments.0.type': 'image/png', 'message.attachments.0.size': 12 } }),
      ),
    ],
  },
  {
    attack: 'A visitor sends eleven files with one message, or a list that is none.',
    steps: [
      Array.from({ length: 11 }, () => ({ path: '$file', name: 'a' })),
      { path: '$file' },
      '$file',
      7,
    ].map((attachments) =>
      rpc(
        'visitor',
        'send_message',
        { session_id: '$session', message_id: '$new', content: 'x', attachments },
        refused(400, 'invalid_argument'),
      ),
    ),
  },
  {
    attack: 'A stranger starts a resumable upload into another’s conversation.',
    steps: each(['otherVisitor', 'otherAgent', 'outsider', 'key'], (who) =>
      request(who, 'POST', '/storage/v1/upload/resumable', denied(), {
        headers: {
          'tus-resumable': '1.0.0',
          'upload-length': '4',
          'upload-metadata':
            'bucketName Z2xvYmFsLWNoYXQ=,objectName $newEncodedPath,contentType aW1hZ2UvcG5n',
        },
      }),
    ),
  },
];

export const UPLOADS: Subject = { subject: 'uploads', attacks: WRITING };
