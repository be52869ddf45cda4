/** Attacks with addresses for uploading that were signed while it was allowed and are used when it is not. */
import type { Attack, HttpStep, Subject, Who } from '../runner/attack.ts';
import {
  STRANGERS,
  atMost,
  denied,
  download,
  each,
  open,
  request,
  rpc,
  upload,
  whatever,
} from '../runner/steps.ts';

const SIGN = '/storage/v1/object/upload/sign/global-chat';

/** Signs, if that is possible; the token is kept under this name. */
const sign = (who: Who, path: string, name: string, upsert = false): HttpStep =>
  request(who, 'POST', `${SIGN}/${path}`, whatever({ keep: { [name]: 'token' } }), {
    body: {},
    headers: upsert ? { 'x-upsert': 'true' } : {},
  });
const put = (who: Who, path: string, name: string, text: string, type = 'image/png'): HttpStep =>
  request(who, 'PUT', `${SIGN}/${path}?token=$${name}`, whatever({}), { raw: { text, type } });
/** What lies in a folder, as somebody entitled sees it. */
const folder = (prefix: string, lacks: readonly string[]): HttpStep =>
  request('agent', 'POST', '/storage/v1/object/list/global-chat', whatever({ lacks }), {
    body: { prefix, limit: 100 },
  });

export const SIGNED_UPLOADS: Subject = {
  subject: 'signed uploads',
  attacks: [
    {
      attack: 'A stranger signs an address for uploading into another’s conversation.',
      steps: each([...STRANGERS, 'key'], (who) =>
        request(who, 'POST', `${SIGN}/$tenant/$session/$new/a.png`, denied({ lacks: ['token='] }), {
          body: {},
        }),
      ),
    },
    ...([false, true] as const).map((upsert): Attack => ({
      attack: `A visitor signs an address${upsert ? ' with x-upsert' : ''}, sends the file with a message and uploads other bytes to the same address; what agents looked at stays.`,
      steps: [
        sign('visitor', '$tenant/$session/$newMessage/a.png', 'signed', upsert),
        put('visitor', '$tenant/$session/$newMessage/a.png', 'signed', 'first-bytes'),
        upload('visitor', '$tenant/$session/$newMessage/a.png', whatever({}), { text: 'first-bytes' }),
        rpc('visitor', 'send_message', {
          session_id: '$session',
          message_id: '$newMessage',
          content: '',
          attachments: [{ path: '$tenant/$session/$newMessage/a.png', name: 'a.png' }],
        }),
        put('visitor', '$tenant/$session/$newMessage/a.png', 'signed', 'second-bytes'),
        download(
          'agent',
          '$tenant/$session/$newMessage/a.png',
          whatever({ has: ['first-bytes'], lacks: ['second-bytes'] }),
        ),
      ],
    })),
    {
      attack: 'A visitor signs many addresses in advance and uploads more files than a day allows.',
      widget: { files_per_day: 3 },
      steps: [
        ...Array.from({ length: 9 }, (_, place) =>
          sign('visitor', `$tenant/$session/$newFile${String(place)}/a.png`, `signed${String(place)}`),
        ),
        atMost(
          3,
          Array.from({ length: 9 }, (_, place) =>
            put('visitor', `$tenant/$session/$newFile${String(place)}/a.png`, `signed${String(place)}`, 'x'),
          ),
        ),
      ],
    },
    {
      attack: 'A visitor signs an address, is blocked, and uploads with it.',
      alone: true,
      steps: [
        sign('visitor', '$tenant/$session/$newMessage/late.png', 'signed'),
        rpc('agent', 'block_visitor', { visitor_id: '$visitorRow' }),
        put('visitor', '$tenant/$session/$newMessage/late.png', 'signed', 'insults'),
        folder('$tenant/$session/$newMessage', ['late.png']),
      ],
    },
    {
      attack:
        'A visitor signs an address, erases themselves, and uploads with it; nothing of theirs comes back.',
      alone: true,
      steps: [
        open('fresh', '$newSession'),
        sign('fresh', '$tenant/$newSession/$newMessage/late.png', 'signed'),
        rpc('fresh', 'erase_me', {}),
        put('fresh', '$tenant/$newSession/$newMessage/late.png', 'signed', 'remains'),
        request('owner', 'POST', '/storage/v1/object/list/global-chat', whatever({ lacks: ['late.png'] }), {
          body: { prefix: '$tenant/$newSession/$newMessage', limit: 10 },
        }),
      ],
    },
    {
      attack: 'Somebody uses another’s signed address for another path.',
      steps: [
        sign('visitor', '$tenant/$session/$newMessage/a.png', 'signed'),
        request('otherVisitor', 'PUT', `${SIGN}/$tenant/$session/$newOther/b.png?token=$signed`, denied(), {
          raw: { text: 'x', type: 'image/png' },
        }),
      ],
    },
  ],
};
