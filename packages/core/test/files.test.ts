// Files between a visitor and the team at the real backend: real Storage, real policies, real quotas.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import type { Conversation } from '../src/conversation/conversation.ts';
import { createInbox } from '../src/inbox/create-inbox.ts';
import { createMemoryBrowser } from '../src/testing/index.ts';
import type { Attachment } from '../src/types.ts';
import { createVisitorChat } from '../src/visitor/create-visitor-chat.ts';
import type { VisitorChat, VisitorChatOptions } from '../src/visitor/visitor-chat.ts';
import { startBackend } from './backend.ts';
import type { Backend } from './backend.ts';
import { LINKS, makeAgent, makeVisitor, openSession } from './actors.ts';
import { createTestEnvironment } from './test-environment.ts';
import type { TestEnvironment } from './test-environment.ts';
import { until } from '../../../tools/test-kit/until.ts';

let backend: Backend;
const ends: (() => void)[] = [];
before(async () => {
  backend = await startBackend();
});
after(async () => {
  for (const end of ends) end();
  await backend.stop();
});

const HEAD = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Begins as a PNG does; Storage reads no further. */
const picture = (size = 2000): File => new File([HEAD, new Uint8Array(size)], 'beach été.png');
const never = new AbortController().signal;

function visit(options: Partial<VisitorChatOptions> = {}): VisitorChat {
  const chat = createVisitorChat({
    url: backend.apiUrl,
    key: backend.publishableKey,
    widgetId: backend.tenants[0].widgetId,
    environment: createTestEnvironment(),
    ...options,
  });
  ends.push(() => chat.destroy());
  return chat;
}

function begin(chat: VisitorChat): Conversation {
  const conversation = chat.conversation();
  conversation.open();
  return conversation;
}

const sent = (conversation: Conversation, count = 1): Promise<unknown> =>
  until(() => {
    const { messages } = conversation.get();
    return messages.length === count && messages.every(({ seq }) => seq !== null);
  }, 'everything is sent');

const attachments = (conversation: Conversation): readonly Attachment[] =>
  conversation.get().messages.flatMap((message) => message.attachments);

const objects = async (sessionId: string): Promise<number> =>
  Number(
    (await backend.sql`select count(*) from storage.objects where name like ${`%/${sessionId}/%`}`)[0]?.count,
  );

test('what a visitor sends an agent gets, byte for byte, with a name to save it under', async () => {
  const conversation = begin(visit());
  await conversation.send({
    content: 'Look',
    attachments: [
      { file: picture(), name: 'beach été.png', width: 640, height: 480 },
      new File(['a;b'], 'list.csv'),
    ],
  });
  await sent(conversation);
  const client = await backend.agentClient(backend.tenants[0]);
  const inbox = createInbox({ client, environment: createTestEnvironment() });
  ends.push(() => inbox.destroy());
  await inbox.start();
  const thread = inbox.thread(conversation.id);
  thread.open();
  await until(() => attachments(thread).length === 2, 'the agent sees it');
  assert.deepEqual(
    attachments(thread).map(({ path: _path, ...attachment }) => attachment),
    [
      { name: 'beach été.png', type: 'image/png', size: 2008, width: 640, height: 480 },
      { name: 'list.csv', type: 'text/csv', size: 3 },
    ],
  );
  const [first] = attachments(thread);
  assert.ok(first);
  for (const actor of [conversation, thread]) {
    const url = await actor.fileUrl(first);
    const answer = await fetch(url);
    assert.equal(answer.headers.get('content-type'), 'image/png');
    assert.deepEqual(new Uint8Array(await answer.arrayBuffer()).subarray(0, 8), HEAD);
    assert.equal(await actor.fileUrl(first), url, 'the address is kept');
    const saved = await fetch(await actor.fileUrl(first, { download: true }));
    assert.match(
      saved.headers.get('content-disposition') ?? '',
      /^attachment; filename.*beach%20%C3%A9t%C3%A9\.png/,
    );
  }

  // The other way.
  await thread.send({ content: '', attachments: [new File(['Dear Ines,'], 'letter.txt')] });
  await until(() => attachments(conversation).length === 3, 'the visitor sees it');
  const letter = attachments(conversation).at(-1);
  assert.ok(letter);
  assert.equal(await (await fetch(await conversation.fileUrl(letter))).text(), 'Dear Ines,');
});

test('nobody else reads it: not another visitor, not another team', async () => {
  const conversation = begin(visit());
  await conversation.send({ content: '', attachments: [picture()] });
  await sent(conversation);
  const [file] = attachments(conversation);
  assert.ok(file);
  const stranger = makeVisitor(backend, backend.tenants[0]);
  await stranger.signIn();
  const nobody = makeVisitor(backend, backend.tenants[0]);
  const rival = await makeAgent(backend, backend.tenants[1]);
  await assert.rejects(stranger.fileUrl(file, false), { code: 'not_found' });
  await assert.rejects(rival.fileUrl(file, false), { code: 'not_found' });
  await assert.rejects(nobody.fileUrl(file, false), { code: 'not_signed_in' });
  await assert.rejects(
    stranger.uploadFile(
      {
        sessionId: conversation.id,
        messageId: randomUUID(),
        place: 0,
        file: picture(),
        name: 'x.png',
        type: 'image/png',
      },
      () => undefined,
      never,
    ),
    { code: 'not_found' },
  );
});

describe('an upload cut at 50 %', () => {
  /** The next upload leaves with its first half, and then the line is cut. */
  function cutUploads(environment: TestEnvironment, times: number): void {
    const whole = environment.fetch.bind(environment);
    let left = times;
    const cut: typeof fetch = async (input, init) => {
      const address = String(input instanceof Request ? input.url : input);
      if (!address.includes('/storage/v1/object/global-chat/') || left-- <= 0) return whole(input, init);
      const bytes = Buffer.from(await (init?.body as Blob).arrayBuffer());
      const headers = {
        ...(init?.headers as Record<string, string>),
        'content-length': String(bytes.length),
      };
      return new Promise((_, reject) => {
        const half = request(address, { method: 'POST', headers });
        half.on('error', () => reject(new TypeError('Failed to fetch')));
        half.write(bytes.subarray(0, bytes.length / 2), () => half.destroy(new Error('cut')));
      });
    };
    Object.assign(environment, { fetch: cut });
  }

  test('starts over until it is there: one object, one bubble, nothing broken', async () => {
    const environment = createTestEnvironment();
    cutUploads(environment, 2);
    const conversation = begin(visit({ environment }));
    await conversation.send({ content: 'Look', attachments: [picture(300_000)] });
    const deliveries = new Set<string>();
    conversation.subscribe(() => {
      for (const { delivery } of conversation.get().messages) deliveries.add(delivery);
    });
    await sent(conversation);
    assert.ok(!deliveries.has('failed'));
    assert.equal(await objects(conversation.id), 1);
    assert.equal(attachments(conversation)[0]?.size, 300_008);
  });

  test('killed in the middle, reloaded: the next page brings it to its end', async () => {
    const browser = createMemoryBrowser();
    const environment = createTestEnvironment({ browser });
    cutUploads(environment, 1000);
    const chat = visit({ environment });
    const conversation = begin(chat);
    await conversation.send({ content: 'Look', attachments: [picture(300_000)] });
    await until(() => environment.requests.some((path) => path.endsWith('attachment_path')), 'an attempt');
    chat.destroy();
    const again = visit({ environment: createTestEnvironment({ browser }) }).conversation(conversation.id);
    again.open();
    assert.equal(again.get().session, null);
    await sent(again);
    assert.equal(attachments(again).length, 1);
    assert.equal(await objects(conversation.id), 1);
  });
});

for (const kind of LINKS) {
  describe(`over the ${kind} link`, () => {
    test('an upload that is repeated is the same file, whoever did not hear of the first one', async () => {
      const visitor = makeVisitor(backend, backend.tenants[0], { kind });
      const sessionId = await openSession(visitor);
      const file = new File(['text'], 'a.txt', { type: 'text/plain' });
      const upload = {
        sessionId,
        messageId: randomUUID(),
        place: 0,
        file,
        name: 'a.txt',
        type: 'text/plain',
      };
      const shares: number[] = [];
      const first = await visitor.uploadFile(upload, (share) => shares.push(share), never);
      assert.equal(shares.at(-1), 1);
      assert.deepEqual(await visitor.uploadFile(upload, () => undefined, never), first);
      const other = await visitor.uploadFile({ ...upload, place: 1 }, () => undefined, never);
      assert.notEqual(other.path, first.path, 'two files of one name stay two');
      visitor.close();
    });

    test('what Storage refuses has a code: type, size, quota', async () => {
      const visitor = makeVisitor(backend, backend.tenants[0], { kind });
      const sessionId = await openSession(visitor);
      const upload = (file: Blob, place: number, messageId = randomUUID()): Promise<Attachment> =>
        visitor.uploadFile(
          {
            sessionId,
            messageId,
            place,
            file,
            name: /^text/.test(file.type) ? 'a.txt' : 'a.png',
            type: file.type,
          },
          () => undefined,
          never,
        );
      await assert.rejects(upload(new Blob(['<svg/>'], { type: 'image/svg+xml' }), 0), {
        code: 'file_type_not_allowed',
      });
      await assert.rejects(upload(new Blob([new Uint8Array(10_485_761)], { type: 'image/png' }), 0), {
        code: 'file_too_large',
      });
      const { widgetId } = backend.tenants[0];
      await backend.sql`update public.global_widget_config set files_per_day = 1 where id = ${widgetId}`;
      try {
        const last = new Blob(['text'], { type: 'text/plain' });
        const messageId = randomUUID();
        const first = await upload(last, 0, messageId);
        assert.deepEqual(await upload(last, 0, messageId), first, 'whose answer was lost');
        await assert.rejects(upload(last, 1), { code: 'upload_not_allowed' });
      } finally {
        await backend.sql`update public.global_widget_config set files_per_day = 20 where id = ${widgetId}`;
      }
      visitor.close();
    });

    test('an aborted upload ends at once and is no fault of the network', async () => {
      const visitor = makeVisitor(backend, backend.tenants[0], { kind });
      const sessionId = await openSession(visitor);
      const stop = new AbortController();
      const file = new Blob([new Uint8Array(3_000_000)], { type: 'image/png' });
      const upload = visitor.uploadFile(
        { sessionId, messageId: randomUUID(), place: 0, file, name: 'a.png', type: 'image/png' },
        () => undefined,
        stop.signal,
      );
      stop.abort();
      await assert.rejects(upload, { code: 'closed' });
      visitor.close();
    });
  });
}

test('the quota of the day: the bubble says so, keeps its file, and goes when there is room again', async () => {
  const { widgetId } = backend.tenants[0];
  const conversation = begin(visit());
  await backend.sql`update public.global_widget_config set files_per_day = 1 where id = ${widgetId}`;
  try {
    await conversation.send({ content: 'one', attachments: [picture()] });
    await sent(conversation);
    const id = await conversation.send({ content: 'two', attachments: [picture()] });
    await until(() => conversation.get().messages[1]?.delivery === 'failed', 'refused');
    assert.equal(conversation.get().messages[1]?.error?.code, 'upload_not_allowed');
    assert.equal(conversation.get().messages[1]?.uploads?.length, 1);
    await backend.sql`update public.global_widget_config set files_per_day = 20 where id = ${widgetId}`;
    conversation.retry(id);
    await sent(conversation, 2);
  } finally {
    await backend.sql`update public.global_widget_config set files_per_day = 20 where id = ${widgetId}`;
  }
});
