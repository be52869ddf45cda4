// Risk: a visitor hears that the team works on the conversation, or the team does not hear of its own work.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBackend } from '../../../test/backend.ts';
import type { Backend, Tenant } from '../../../test/backend.ts';
import {
  createInboxNotebook,
  createNotebook,
  makeAgent,
  makeVisitor,
  openSession,
} from '../../../test/actors.ts';
import type { AgentTransport, VisitorTransport } from '../transport.ts';
import { until } from '../../../../../tools/test-kit/until.ts';

let backend: Backend;
let acme: Tenant;
let agent: AgentTransport;
let visitor: VisitorTransport;

before(async () => {
  backend = await startBackend();
  [acme] = backend.tenants;
  agent = await makeAgent(backend, acme);
  visitor = makeVisitor(backend, acme);
});
after(async () => {
  agent.close();
  visitor.close();
  await backend.stop();
});

test('the inbox hears what only the team may see, and the conversation itself does not', async () => {
  const sessionId = await openSession(visitor);
  const inbox = createInboxNotebook();
  const watch = agent.watchInbox(acme.tenantId, inbox);
  const heard = createNotebook();
  const session = visitor.watchSession(sessionId, heard);
  await until(() => inbox.statuses.at(-1) === 'ready' && heard.statuses.at(-1) === 'ready', 'both topics');
  const { updatedAt } = (await visitor.sync({ sessionId })).session;
  const { rev, teamRev } = await agent.updateSession(sessionId, { tags: ['vip'] });
  await until(
    () => inbox.sessions.some((row) => row.id === sessionId && row.teamRev === teamRev),
    'the bump',
  );
  await agent.updateSession(sessionId, { status: 'resolved' });
  await until(() => heard.events.some(({ session }) => session.status === 'resolved'), 'the new status');
  const since = heard.events.filter(({ session }) => session.updatedAt > updatedAt);
  assert.deepEqual(
    since.map((event) => [event.rev, event.session.status]),
    [[rev + 1, 'resolved']],
  );
  watch.close();
  session.close();
});
