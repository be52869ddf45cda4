// What every transport of a visitor does: who they are and their conversations.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { openSession, say } from '../actors.ts';
import { createTestEnvironment } from '../test-environment.ts';
import type { ContractCases } from './world.ts';

export const VISITOR_CASES: ContractCases = {
  async 'reads the config without being anybody'({ acme, visitor }) {
    const actor = visitor();
    const config = await actor.widgetConfig();
    assert.equal(config.id, acme.widgetId);
    assert.equal(config.colors.primary, '#2350d8');
    assert.ok(config.radius !== null && config.radius >= 12);
    assert.equal(config.launcherIcon, 'chat');
    assert.equal(config.team[0]?.name, 'Ada of acme');
    assert.ok(Math.abs(config.serverTime - Date.now()) < 60_000);
    assert.equal(actor.userId(), null);
    assert.deepEqual(await actor.mySessions(), []);
    assert.equal(actor.userId(), null);
  },

  async 'signs in once for several callers and keeps its conversations'({ visitor }) {
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
  },

  async 'takes as much context as fits when it is written, in bytes and not in characters'({
    agent,
    visitor,
  }) {
    const written = (title: string): number =>
      Buffer.byteLength(`{"locale": "en", "page_title": ${JSON.stringify(title)}}`);
    for (const letter of ['a', ',', '"', 'я', '語', '🏔']) {
      const actor = visitor();
      await actor.signIn();
      const most = Math.floor((2048 - written('')) / (written(letter) - written('')));
      const title = letter.repeat(most).concat('a'.repeat(2048 - written(letter.repeat(most))));
      const open = (page_title: string, sessionId = randomUUID()) =>
        actor.openSession({ sessionId, visitor: {}, metadata: { locale: 'en', page_title } });
      await assert.rejects(open(title + 'a'), { code: 'invalid_argument' }, letter);
      const { id } = await open(title);
      const { session } = await agent.sessionDetails(id);
      assert.deepEqual(session.visitorMetadata, { locale: 'en', page_title: title }, letter);
    }
  },

  async 'keeps what it knows of a visitor for the next conversation, lists the latest first'({
    agent,
    visitor,
  }) {
    const actor = visitor();
    await actor.signIn();
    const [first, second] = [randomUUID(), randomUUID()];
    await actor.openSession({
      sessionId: first,
      visitor: { name: ' Ida ', email: 'ida@example.com' },
      metadata: {},
    });
    const { visitorName, visitorEmail, rev, lastSeq, lastMessageBy } = await actor.openSession({
      sessionId: second,
      visitor: {},
      metadata: {},
    });
    assert.deepEqual(
      [visitorName, visitorEmail, rev, lastSeq, lastMessageBy],
      ['Ida', 'ida@example.com', 1, 0, null],
    );
    await say(actor, first, 'The older one again');
    assert.deepEqual(
      (await actor.mySessions()).map(({ id }) => id),
      [first, second],
    );
    const { session, previous } = await agent.sessionDetails(first);
    assert.equal(session.clientVisitorId, null);
    assert.deepEqual(
      previous.map(({ id }) => id),
      [second],
    );
  },

  async 'context that the database does not know becomes an attribute'({ agent, visitor }) {
    const actor = visitor();
    await actor.signIn();
    const sessionId = randomUUID();
    const metadata = { page_url: '/x', utm: 'y', attributes: { plan: 'pro' } };
    await actor.openSession({ sessionId, visitor: { clientVisitorId: 'browser-7' }, metadata });
    const { session } = await agent.sessionDetails(sessionId);
    assert.equal(session.clientVisitorId, 'browser-7');
    assert.deepEqual(session.visitorMetadata, { page_url: '/x', attributes: { plan: 'pro', utm: 'y' } });
  },

  async 'a conversation keeps what the visitor tells later, and nothing new counts for nothing'({
    agent,
    visitor,
  }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const told = await actor.updateVisitor(
      sessionId,
      { email: 'a@b.example' },
      { locale: 'de', plan: 'pro' },
    );
    assert.deepEqual([told.visitorEmail, told.rev], ['a@b.example', 3]);
    const again = await actor.updateVisitor(sessionId, { email: 'a@b.example' }, { locale: 'de' });
    assert.equal(again.rev, 3);
    const more = await actor.updateVisitor(sessionId, { name: 'Ida' }, { seats: 5 });
    assert.deepEqual([more.visitorName, more.visitorEmail, more.rev], ['Ida', 'a@b.example', 4]);
    const { session } = await agent.sessionDetails(sessionId);
    assert.deepEqual(session.visitorMetadata, { locale: 'de', attributes: { plan: 'pro', seats: 5 } });
  },

  async 'the id of a conversation belongs to whoever used it first'({ visitor }) {
    const sessionId = await openSession(visitor());
    const stranger = visitor();
    await stranger.signIn();
    await assert.rejects(stranger.openSession({ sessionId, visitor: {}, metadata: {} }), {
      code: 'id_conflict',
      status: 409,
      retryable: false,
    });
  },

  async 'a rating is 1 to 5, can be changed, and counts once'({ visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const rated = await actor.rateSession(sessionId, 4, ' Good ');
    assert.deepEqual([rated.rating, rated.ratingComment, rated.rev], [4, 'Good', 3]);
    assert.equal((await actor.rateSession(sessionId, 4, 'Good')).rev, 3);
    const changed = await actor.rateSession(sessionId, 5, null);
    assert.deepEqual([changed.rating, changed.ratingComment, changed.rev], [5, null, 4]);
    for (const score of [0, 6, -1]) {
      await assert.rejects(actor.rateSession(sessionId, score, null), { code: 'invalid_argument' });
    }
  },

  async 'refusals of the database arrive as codes'({ visitor }) {
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
    for (const [details, metadata] of [
      [{ email: 'nowhere' }, {}],
      [{ name: 'x'.repeat(121) }, {}],
      [{ clientVisitorId: 'x'.repeat(129) }, {}],
      [{}, { page_url: 'x'.repeat(3000) }],
    ] as const) {
      const request = { sessionId: randomUUID(), visitor: details, metadata };
      await assert.rejects(actor.openSession(request), { code: 'invalid_argument', status: 400 });
    }
  },

  async 'a page that the owner does not allow may read and not write'({ allowPages, visitor }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    await allowPages(false);
    try {
      assert.equal((await actor.widgetConfig()).allowed, false);
      const request = { sessionId: randomUUID(), visitor: {}, metadata: {} };
      for (const ask of [() => actor.openSession(request), () => say(actor, sessionId, 'From elsewhere')]) {
        await assert.rejects(ask(), { code: 'origin_not_allowed', status: 403 });
      }
      assert.equal((await actor.sync({ sessionId })).messages.length, 1);
    } finally {
      await allowPages(true);
    }
  },

  async 'signing out forgets the visitor, who then is somebody new'({ acme, visitor }) {
    const environment = createTestEnvironment();
    const actor = visitor({ environment });
    const before = await actor.signIn();
    await actor.signOut();
    assert.equal(actor.userId(), null);
    assert.equal(environment.storage.getItem(`globalchat:${acme.widgetId}`), null);
    assert.notEqual(await actor.signIn(), before);
  },
};
