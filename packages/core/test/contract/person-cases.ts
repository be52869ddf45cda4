// Who a visitor is on every transport: proved, merged over two browsers, erased.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createInboxNotebook, createNotebook, openSession, say } from '../actors.ts';
import type { ContractCases } from './world.ts';
import { until } from '../../../../tools/test-kit/until.ts';

export const PERSON_CASES: ContractCases = {
  async 'a person who is proved in two browsers has the conversations of both, under their true name'({
    agent,
    identityToken,
    visitor,
  }) {
    const sub = randomUUID();
    const [phone, desk] = [visitor(), visitor()];
    await phone.signIn();
    const first = randomUUID();
    await phone.openSession({
      sessionId: first,
      visitor: { name: 'Claimed', email: 'claimed@example.com' },
      metadata: {},
    });
    assert.deepEqual(await phone.identify(await identityToken({ sub, name: 'Ines' })), {
      externalId: sub,
      name: 'Ines',
      email: null,
    });
    const known = await agent.sessionDetails(first);
    // What was only claimed before is not shown as proven.
    assert.deepEqual(
      [
        known.session.visitorName,
        known.session.visitorEmail,
        known.session.visitorVerified,
        known.session.rev,
      ],
      ['Ines', null, true, 2],
    );
    const second = await openSession(desk);
    await desk.identify(await identityToken({ sub, email: 'ines@example.com' }));
    assert.deepEqual((await desk.mySessions()).map(({ id }) => id).sort(), [first, second].sort());
    assert.equal((await say(desk, first, 'From my desk')).message.senderName, 'Ines');
    const { session, previous } = await agent.sessionDetails(second);
    assert.deepEqual([session.visitorName, session.visitorEmail], ['Ines', 'ines@example.com']);
    assert.deepEqual(
      previous.map(({ id }) => id),
      [first],
    );
    const renamed = await desk.updateVisitor(second, { name: 'Somebody else' }, {});
    assert.equal(renamed.visitorName, 'Ines', 'a claim changes nothing that was proven');
  },

  async 'nobody takes over a browser in which another person was proved'({ identityToken, visitor }) {
    const actor = visitor();
    await actor.signIn();
    await actor.identify(await identityToken({ sub: randomUUID() }));
    await assert.rejects(actor.identify(await identityToken({ sub: randomUUID() })), {
      code: 'identity_conflict',
      status: 409,
    });
    await assert.rejects(actor.identify('no token'), { code: 'identity_invalid', status: 403 });
    await assert.rejects(visitor().identify('no token'), { code: 'not_signed_in' });
  },

  async 'a block follows a person into the browser in which they are proved next'({
    block,
    identityToken,
    visitor,
  }) {
    const sub = randomUUID();
    const [phone, desk] = [visitor(), visitor()];
    const sessionId = await openSession(phone);
    await phone.identify(await identityToken({ sub }));
    await block(sessionId, true);
    const other = await openSession(desk);
    await desk.identify(await identityToken({ sub }));
    await assert.rejects(say(desk, other, 'A new start'), { code: 'blocked' });
  },

  async 'whoever erases themselves is gone for both sides, and their ids are used up'({
    acme,
    agent,
    visitor,
  }) {
    const actor = visitor();
    const sessionId = await openSession(actor);
    const noteId = randomUUID();
    await agent.addNote({ noteId, sessionId, content: 'Nice person', mentions: [] });
    const [inbox, heard] = [createInboxNotebook(), createNotebook()];
    const watch = agent.watchInbox(acme.tenantId, inbox);
    actor.watchSession(sessionId, heard);
    await heard.reach('ready');
    await until(() => inbox.statuses.at(-1) === 'ready', 'the inbox');
    const told = heard.statuses.length;
    await actor.eraseMe();
    await until(() => inbox.erased.includes(sessionId), 'the inbox hears of it');
    await until(() => heard.statuses.length > told, 'the conversation says: ask');
    await assert.rejects(actor.sync({ sessionId }), { code: 'not_found' });
    await assert.rejects(agent.sync({ sessionId }), { code: 'not_found' });
    await assert.rejects(agent.updateNote(noteId, 'Gone', []), { code: 'not_found' });
    assert.deepEqual(await actor.mySessions(), []);
    await assert.rejects(actor.openSession({ sessionId, visitor: {}, metadata: {} }), {
      code: 'id_conflict',
    });
    assert.equal((await actor.sync({ sessionId: await openSession(actor) })).messages.length, 1);
    watch.close();
  },
};
