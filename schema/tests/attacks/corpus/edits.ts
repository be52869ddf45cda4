/** Attacks on what was said already: changing or taking back what somebody else wrote, or overwriting what was not read. */
import type { Attack, Subject } from '../runner/attack.ts';
import { UNKNOWN, answers, flood, open, rpc, send } from '../runner/steps.ts';

const EDITING: readonly Attack[] = [
  {
    attack: 'An agent edits and deletes what the visitor said; only its author may.',
    steps: [
      rpc('agent', 'edit_message', { message_id: '$message', content: 'I love this shop' }, UNKNOWN),
      rpc('admin', 'delete_message', { message_id: '$message' }, UNKNOWN),
    ],
  },
  {
    attack: 'A visitor edits what the agent said.',
    steps: [
      send('agent', '$session', 'It costs 100', answers(), '$newReply'),
      rpc('visitor', 'edit_message', { message_id: '$newReply', content: 'It is free' }, UNKNOWN),
      rpc('visitor', 'delete_message', { message_id: '$newReply' }, UNKNOWN),
    ],
  },
  {
    attack: 'An agent edits what a colleague said.',
    steps: [
      send('agent', '$session', 'It costs 100', answers(), '$newReply'),
      rpc('admin', 'edit_message', { message_id: '$newReply', content: 'It is free' }, UNKNOWN),
    ],
  },
  {
    attack:
      'A visitor edits one message in many tabs at once, each from the same revision; one of them changes it.',
    steps: [
      open('fresh', '$newSession'),
      send('fresh', '$newSession', 'First', answers({ keep: { newRev: 'message.rev' } }), '$newMessage'),
      flood(
        8,
        [
          rpc('fresh', 'edit_message', {
            message_id: '$newMessage',
            content: 'Tab $new',
            base_rev: '$newRev',
          }),
        ],
        { atMost: 1, code: 'edit_conflict', atOnce: true },
      ),
    ],
  },
  {
    attack: 'A deleted message is edited back to life, or deleted once more.',
    steps: [
      send('visitor', '$session', 'Oops', answers(), '$newOops'),
      rpc('visitor', 'delete_message', { message_id: '$newOops' }),
      rpc('visitor', 'edit_message', { message_id: '$newOops', content: 'Back' }, UNKNOWN),
      rpc('visitor', 'delete_message', { message_id: '$newOops' }, UNKNOWN),
    ],
  },
];

export const EDITS: Subject = { subject: 'edits', attacks: EDITING };
