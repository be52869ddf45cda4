// What every visitor's transport must do, over both links, against the real backend.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { startBackend } from '../../../test/backend.ts';
import type { Backend } from '../../../test/backend.ts';
import { createNotebook, LINKS, makeAgent, makeVisitor, openSession, say } from '../../../test/actors.ts';
import { createTestEnvironment, until } from '../../../test/test-environment.ts';
import type { AgentTransport, ConversationTransport } from '../transport.ts';

let backend: Backend;
let agent: AgentTransport;
const opened: ConversationTransport[] = [];
const keep = <T extends ConversationTransport>(actor: T): T => {
  opened.push(actor);
  return actor;
};

before(async () => {
  backend = await startBackend({ realtime: { timings: { joinRefusalDelayMs: 50 } } });
  agent = keep(await makeAgent(backend, backend.tenants[0]));
  await agent.memberships();
});
after(async () => {
  for (const actor of opened) actor.close();
  await backend?.stop();
});

for (const kind of LINKS) {
  describe(`a visitor over the ${kind} link`, () => {
    const visitor = (options = {}) => keep(makeVisitor(backend, backend.tenants[0], { kind, ...options }));

    test('reads the config without being anybody', async () => {
      const actor = visitor();
      const config = await actor.widgetConfig();
      assert.equal(config.id, backend.tenants[0].widgetId);
      assert.deepEqual(config.colors, { primary: '#2350d8' });
      assert.ok(config.radius !== null && config.radius >= 12);
      assert.equal(config.launcherIcon, 'chat');
      assert.equal(config.team[0]?.name, 'Ada of acme');
      assert.ok(Math.abs(config.serverTime - Date.now()) < 60_000);
      assert.equal(actor.userId(), null);
      assert.deepEqual(await actor.mySessions(), []);
      assert.equal(actor.userId(), null);
    });

    test('signs in once for several callers and keeps its conversations', async () => {
      const actor = visitor();
      const [first, second] = await Promise.all([actor.signIn(), actor.signIn()]);
      assert.equal(first, second);
      assert.equal(actor.userId(), first);
      const request = {
        sessionId: randomUUID(),
        visitor: { name: 'Grace', email: 'grace@example.com' },
        metadata: { locale: 'en' },
      };
      const session = await actor.openSession(request);
      assert.equal(session.visitorName, 'Grace');
      assert.deepEqual(await actor.openSession(request), session);
      assert.deepEqual(await actor.mySessions(), [session]);
    });

    test('sends each message once, however often the request is repeated', async () => {
      const actor = visitor();
      const sessionId = await openSession(actor);
      const message = {
        sessionId,
        messageId: randomUUID(),
        content: 'Is anybody there?',
        metadata: { locale: 'en' },
      };
      const first = await actor.sendMessage(message);
      const again = await actor.sendMessage(message);
      assert.deepEqual(again.message, first.message);
      assert.equal(first.message.seq, 2);
      assert.deepEqual(first.message.metadata, { locale: 'en' });
      const page = await actor.sync({ sessionId });
      assert.deepEqual(
        page.messages.map(({ content }) => content),
        ['Hello?', 'Is anybody there?'],
      );
      assert.equal(page.rev, first.rev);
      assert.equal(page.hasMore, false);
    });

    test('reads the newest page, older pages and what changed since', async () => {
      const actor = visitor();
      const sessionId = await openSession(actor, '1');
      for (const content of ['2', '3', '4', '5']) await say(actor, sessionId, content);
      const texts = (page: { messages: readonly { content: string }[] }) =>
        page.messages.map(({ content }) => content);
      const newest = await actor.sync({ sessionId, pageSize: 2 });
      assert.deepEqual([texts(newest), newest.hasMore], [['4', '5'], true]);
      const older = await actor.sync({ sessionId, beforeSeq: 4, pageSize: 3 });
      assert.deepEqual([texts(older), older.hasMore], [['1', '2', '3'], false]);
      await actor.editMessage(newest.messages[0]?.id ?? '', 'four');
      const changed = await actor.sync({ sessionId, sinceRev: newest.rev });
      assert.deepEqual([texts(changed), changed.complete, changed.rev], [['four'], true, newest.rev + 1]);
      const gone = await actor.deleteMessage(newest.messages[1]?.id ?? '');
      assert.equal(gone.message?.content, '');
      assert.ok(gone.message?.deletedAt);
    });

    test('hears the team after it is ready, and says so in debug mode', async () => {
      const environment = createTestEnvironment();
      const actor = visitor({ environment, debug: true });
      const sessionId = await openSession(actor);
      const heard = createNotebook();
      const watch = actor.watchSession(sessionId, heard);
      await heard.reach('ready');
      assert.deepEqual(heard.statuses, ['joining', 'joined', 'ready']);
      assert.ok(environment.lines.includes(`[Realtime] Channel session:${sessionId} status: SUBSCRIBED`));
      await until('the connection to be live', () => actor.connection.get() === 'live');

      const held = await actor.sync({ sessionId });
      const news = () => heard.events.filter(({ rev }) => rev > held.rev);
      const { message } = await say(agent, sessionId, 'Good morning!');
      const resolved = await agent.updateSession(sessionId, { status: 'resolved', tags: ['billing'] });
      await until('both events', () => news().length === 2);
      const [reply, change] = news();
      assert.deepEqual(reply, {
        rev: held.rev + 1,
        session: reply?.session,
        message: { ...message, senderId: null },
      });
      assert.equal(message.senderName, 'Ada of acme');
      assert.ok(message.senderId);
      assert.equal(change?.session.status, 'resolved');
      assert.equal(change?.rev, resolved.rev);
      assert.ok(!('tags' in (change?.session ?? {})), 'visitors hear nothing of tags');

      watch.close();
      watch.close();
      await say(agent, sessionId, 'Are you still there?');
      const other = createNotebook();
      actor.watchSession(sessionId, other).close();
      assert.equal(news().length, 2);
      assert.equal(actor.connection.get(), 'idle');
      assert.ok(environment.lines.includes(`[Realtime] Channel session:${sessionId} status: CLOSED`));
      assert.deepEqual(other.statuses, []);
    });

    test('two watchers of a conversation share one channel and part without harm', async () => {
      const actor = visitor();
      const sessionId = await openSession(actor);
      const [first, second] = [createNotebook(), createNotebook()];
      const watch = actor.watchSession(sessionId, first);
      await first.reach('ready');
      actor.watchSession(sessionId, second);
      await second.reach('ready');
      await say(agent, sessionId, 'To both');
      await until('both to hear it', () =>
        [first, second].every((heard) => heard.texts().includes('To both')),
      );
      watch.close();
      await say(agent, sessionId, 'To one');
      await until('the other to hear it', () => second.texts().includes('To one'));
      assert.ok(!first.texts().includes('To one'));
    });

    test('typing goes both ways and carries no more than a boolean and a name', async () => {
      const actor = visitor();
      const sessionId = await openSession(actor);
      const byVisitor: unknown[] = [];
      const byAgent: unknown[] = [];
      actor.watchTyping(sessionId, (event) => byAgent.push(event));
      agent.watchTyping(sessionId, (event) => byVisitor.push(event));
      // Broadcasts are not kept, so each side types until the other has joined and hears it.
      const type = () => {
        actor.sendTyping(sessionId, true);
        agent.sendTyping(sessionId, true);
      };
      const typing = setInterval(type, 100);
      try {
        await until('typing on both sides', () => byVisitor.length && byAgent.length);
      } finally {
        clearInterval(typing);
      }
      assert.deepEqual(byVisitor[0], { typing: true, name: null });
      assert.deepEqual(byAgent[0], { typing: true, name: 'Ada of acme' });
    });

    test('receipts of the team arrive', async () => {
      const actor = visitor();
      const sessionId = await openSession(actor);
      const heard = createNotebook();
      actor.watchSession(sessionId, heard);
      await heard.reach('ready');
      const { session } = await agent.markRead(sessionId, 1);
      assert.equal(session.agentReadSeq, 1);
      await until('the receipt', () => heard.events.at(-1)?.session.agentReadSeq === 1);
    });

    test('another visitor gets nothing of it: not a row, not an event', async () => {
      const sessionId = await openSession(visitor());
      const stranger = visitor();
      await stranger.signIn();
      await assert.rejects(stranger.sync({ sessionId }), { code: 'not_found', status: 404 });
      await assert.rejects(say(stranger, sessionId, 'Hi'), { code: 'not_found' });
      const heard = createNotebook();
      stranger.watchSession(sessionId, heard);
      await heard.reach('refused');
      assert.deepEqual(heard.errors, ['channel_refused']);
      assert.equal(stranger.connection.get(), 'idle');
      await say(agent, sessionId, 'For somebody else');
      assert.deepEqual(heard.events, []);
    });

    test('refusals of the database arrive as codes', async () => {
      const actor = visitor();
      const sessionId = await openSession(actor);
      await assert.rejects(say(actor, sessionId, '  '), {
        code: 'content_empty',
        status: 400,
        retryable: false,
      });
      await assert.rejects(say(actor, sessionId, 'x'.repeat(4001)), {
        code: 'content_too_long',
        status: 413,
      });
      await assert.rejects(actor.rateSession(sessionId, 9, null), { code: 'invalid_argument' });
      const other = visitor();
      await assert.rejects(other.openSession({ sessionId: randomUUID(), visitor: {}, metadata: {} }), {
        code: 'not_signed_in',
      });
    });

    test('a changed widget row rings', async () => {
      const actor = visitor();
      let rings = 0;
      actor.watchConfig(() => rings++);
      await until('the channel', () => actor.connection.get() === 'live');
      await backend.sql`update public.global_widget_config set radius = radius + 1 where id = ${backend.tenants[0].widgetId}`;
      await until('the ring', () => rings > 0);
    });

    test('signing out forgets the visitor, who then is somebody new', async () => {
      const environment = createTestEnvironment();
      const actor = visitor({ environment });
      const before = await actor.signIn();
      await actor.signOut();
      assert.equal(actor.userId(), null);
      assert.equal(environment.storage.getItem(`globalchat:${backend.tenants[0].widgetId}`), null);
      assert.notEqual(await actor.signIn(), before);
    });
  });
}
