// Nothing of a session reaches somebody who takes no part in it, whatever becomes of sockets, tokens and identities; and
// who is no longer allowed hears nothing any more. At the real backend.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBackend } from './backend.ts';
import type { Backend, Tenant } from './backend.ts';
import {
  createInboxNotebook,
  createNotebook,
  LINKS,
  makeAgent,
  makeVisitor,
  openSession,
  say,
} from './actors.ts';
import { until } from '../../../tools/test-kit/until.ts';

let backend: Backend;
let acme: Tenant;
before(async () => {
  backend = await startBackend({ realtime: { timings: { joinRefusalDelayMs: 20, refusalDelayMs: 20 } } });
  [acme] = backend.tenants;
});
after(() => backend.stop());

for (const kind of LINKS) {
  test(`over the ${kind} link a stranger hears nothing of a session, also after a cut and a new token`, async () => {
    const owner = makeVisitor(backend, acme, { kind });
    const stranger = makeVisitor(backend, acme, { kind });
    const sessionId = await openSession(owner, 'Secret one');
    const own = createNotebook();
    owner.watchSession(sessionId, own);
    await openSession(stranger, 'My own');
    const heard = createNotebook();
    stranger.watchSession(sessionId, heard);
    const typing: unknown[] = [];
    stranger.watchTyping(sessionId, (event) => typing.push(event));
    await own.reach('ready');
    await heard.reach('refused');
    backend.faults.disconnect('cut');
    await until(() => own.statuses.filter((status) => status === 'ready').length > 1, 'back', {
      patience: 15_000,
    });
    await say(owner, sessionId, 'Secret two');
    await until(() => own.texts().includes('Secret two'), 'the owner hears it');
    assert.deepEqual([heard.events, heard.errors, typing], [[], ['channel_refused'], []]);
    for (const ask of [
      () => stranger.sync({ sessionId }),
      () => stranger.markRead(sessionId, 1),
      () => say(stranger, sessionId, 'Let me in'),
      () => stranger.updateVisitor(sessionId, { name: 'Somebody' }, {}),
    ]) {
      await assert.rejects(ask(), { code: 'not_found' });
    }
    owner.close();
    stranger.close();
  });
}

test('an agent who is removed: requests are refused at once, events end with the token', async () => {
  const visitor = makeVisitor(backend, acme);
  const sessionId = await openSession(visitor);
  const agent = await makeAgent(backend, acme);
  const heard = createNotebook();
  const inbox = createInboxNotebook();
  agent.watchSession(sessionId, heard);
  agent.watchInbox(acme.tenantId, inbox);
  await heard.reach('ready');
  await until(() => inbox.statuses.at(-1) === 'ready', 'the inbox is ready');
  await backend.sql`delete from public.global_chat_agents where user_id = ${acme.agent.id}`;
  try {
    await assert.rejects(agent.sync({ sessionId }), { code: 'not_found' });
    await assert.rejects(agent.listSessions({ tenantId: acme.tenantId, filters: {} }), {
      code: 'not_allowed',
    });
    await assert.rejects(say(agent, sessionId, 'Still here'));
    backend.faults.expireTokens();
    await until(() => heard.statuses.at(-1) === 'refused' && inbox.statuses.at(-1) === 'refused', 'refused', {
      patience: 20_000,
    });
    const before = [heard.events.length, inbox.sessions.length];
    const own = createNotebook();
    visitor.watchSession(sessionId, own);
    await own.reach('ready');
    const told = own.statuses.length;
    await say(visitor, sessionId, 'Are you there?');
    // For as long as somebody who left may still hear, events say only that something changed: a reason to ask.
    await until(() => own.statuses.slice(told).includes('ready'), 'the visitor is told to ask');
    assert.equal(own.texts().includes('Are you there?'), false);
    const { messages } = await visitor.sync({ sessionId });
    assert.equal(messages.at(-1)?.content, 'Are you there?');
    assert.deepEqual([heard.events.length, inbox.sessions.length], before);
  } finally {
    await backend.sql`insert into public.global_chat_agents (tenant_id, user_id, role, display_name)
      values (${acme.tenantId}, ${acme.agent.id}, 'admin', ${acme.agent.name})`;
    await backend.sql`delete from global_chat_private.departures`;
    agent.close();
    visitor.close();
  }
});
