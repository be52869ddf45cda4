// Files on every transport: stored for one message, carried by it, seen by those who take part.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ConversationTransport } from '../../src/transport/transport.ts';
import type { Attachment } from '../../src/types.ts';
import { openSession } from '../actors.ts';
import type { ContractCases } from './world.ts';

const never = new AbortController().signal;

function upload(
  actor: ConversationTransport,
  sessionId: string,
  messageId: string,
  file: File,
  place = 0,
): Promise<Attachment> {
  const { name, type } = file;
  return actor.uploadFile({ sessionId, messageId, place, file, name, type }, () => undefined, never);
}

const textFile = (content = 'Dear Ines,', name = 'letter été.txt'): File =>
  new File([content], name, { type: 'text/plain' });

export const FILE_CASES: ContractCases = {
  async 'a file goes with its message to everybody in the conversation, and to nobody else'({
    agent,
    rival,
    visitor,
  }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const messageId = randomUUID();
    const stored = await upload(actor, sessionId, messageId, textFile());
    assert.deepEqual([stored.name, stored.type, stored.size], ['letter été.txt', 'text/plain', 10]);
    await assert.rejects(agent.fileUrl(stored, false), { code: 'not_found' }, 'not before it is sent');
    const { message, session } = await actor.sendMessage({
      sessionId,
      messageId,
      content: '',
      attachments: [{ ...stored, size: 7 }],
    });
    assert.deepEqual(message.attachments, [stored], 'type and size are as stored');
    assert.equal(session.lastMessagePreview, 'letter été.txt');
    for (const participant of [actor, agent]) {
      const url = await participant.fileUrl(stored, false);
      assert.equal(await participant.fileUrl(stored, false), url, 'the address is kept');
      assert.equal(await (await fetch(url)).text(), 'Dear Ines,');
    }
    const stranger = visitor();
    await stranger.signIn();
    await assert.rejects(stranger.fileUrl(stored, false), { code: 'not_found' });
    await assert.rejects(rival.fileUrl(stored, false), { code: 'not_found' });
    // Over a host's client Storage is asked as nobody, and answers as to a stranger.
    await assert.rejects(visitor().fileUrl(stored, false), (error: { code: string }) =>
      ['not_signed_in', 'not_found'].includes(error.code),
    );
    await assert.rejects(upload(stranger, sessionId, randomUUID(), textFile()), { code: 'not_found' });
  },

  async 'an upload that is repeated is the same file, and two of one name stay two'({ visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const messageId = randomUUID();
    const shares: number[] = [];
    const file = textFile();
    const first = await actor.uploadFile(
      { sessionId, messageId, place: 0, file, name: file.name, type: file.type },
      (share) => shares.push(share),
      never,
    );
    assert.equal(shares.at(-1), 1);
    assert.deepEqual(await upload(actor, sessionId, messageId, file), first);
    assert.notEqual((await upload(actor, sessionId, messageId, file, 1)).path, first.path);
  },

  async 'a message carries what was stored for it, and calls it what it is'({ agent, visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const send = (attachment: Attachment, messageId: string) =>
      actor.sendMessage({ sessionId, messageId, content: '', attachments: [attachment] });
    const messageId = randomUUID();
    const stored = await upload(actor, sessionId, messageId, textFile());
    const refused = { code: 'invalid_argument', status: 400 };
    await assert.rejects(send(stored, randomUUID()), refused, 'another message');
    await assert.rejects(send({ ...stored, path: `${stored.path}.txt` }, messageId), refused, 'not stored');
    const theirs = randomUUID();
    const byAgent = await upload(agent, sessionId, theirs, textFile());
    await assert.rejects(send(byAgent, theirs), refused, 'stored by somebody else');
    await assert.rejects(send({ ...stored, name: 'invoice.pdf' }, messageId), {
      code: 'file_type_not_allowed',
      status: 415,
    });
  },

  async 'what is too large or of no allowed type is refused'({ visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const picture = new File(['<svg/>'], 'a.png', { type: 'image/svg+xml' });
    await assert.rejects(upload(actor, sessionId, randomUUID(), picture), { code: 'file_type_not_allowed' });
    await assert.rejects(upload(actor, sessionId, randomUUID(), textFile('x', 'run.exe')), {
      code: 'file_type_not_allowed',
    });
    const large = new File([new Uint8Array(10_485_761)], 'a.png', { type: 'image/png' });
    await assert.rejects(upload(actor, sessionId, randomUUID(), large), { code: 'file_too_large' });
  },

  async 'an aborted upload ends and is no fault of the network'({ visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const stop = new AbortController();
    const file = textFile();
    const running = actor.uploadFile(
      { sessionId, messageId: randomUUID(), place: 0, file, name: file.name, type: file.type },
      () => undefined,
      stop.signal,
    );
    stop.abort();
    await assert.rejects(running, { code: 'closed' });
  },

  async 'where files are switched off, or the visitor is blocked, nothing is stored'({
    allowFiles,
    block,
    visitor,
  }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const refused = { code: 'upload_not_allowed', status: 403 };
    await allowFiles(false);
    try {
      await assert.rejects(upload(actor, sessionId, randomUUID(), textFile()), refused);
    } finally {
      await allowFiles(true);
    }
    await block(sessionId, true);
    await assert.rejects(upload(actor, sessionId, randomUUID(), textFile()), refused);
  },

  async 'the file of a deleted message is read by nobody, not even its author'({ visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const messageId = randomUUID();
    const stored = await upload(actor, sessionId, messageId, textFile());
    await actor.sendMessage({ sessionId, messageId, content: 'Look', attachments: [stored] });
    await actor.deleteMessage(messageId);
    await assert.rejects(actor.fileUrl(stored, false), { code: 'not_found' });
  },
};
