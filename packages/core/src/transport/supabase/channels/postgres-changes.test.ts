// The other source of changes: tables in the publication. Every change must ring, and a ring must lead to what changed.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startBackend } from '../../../../test/backend.ts';
import type { Backend, Tenant } from '../../../../test/backend.ts';
import {
  createInboxNotebook,
  createNotebook,
  LINKS,
  makeAgent,
  makeVisitor,
  openSession,
  say,
} from '../../../../test/actors.ts';
import { createTestEnvironment } from '../../../../test/test-environment.ts';
import type { ConversationTransport } from '../../transport.ts';
import { createScaledClock } from '../../../../../../tools/test-kit/clocks.ts';
import { until } from '../../../../../../tools/test-kit/until.ts';

let backend: Backend;
let acme: Tenant;
let opened: ConversationTransport[] = [];
const keep = <T extends ConversationTransport>(actor: T): T => {
  opened.push(actor);
  return actor;
};
const changes = 'postgres_changes';

before(async () => {
  backend = await startBackend({ realtime: { timings: { joinRefusalDelayMs: 20 } } });
  [acme] = backend.tenants;
});
after(() => backend?.stop());
afterEach(() => {
  for (const actor of opened) actor.close();
  opened = [];
});

const rings = ({ statuses }: { statuses: readonly string[] }) =>
  statuses.filter((status) => status === 'ready').length;

for (const kind of LINKS) {
  test(`tables that are not published never count as ready over the ${kind} link, and debug mode says why`, async () => {
    const environment = createTestEnvironment({ clock: createScaledClock(8) });
    const visitor = keep(makeVisitor(backend, acme, { kind, changes, environment, debug: true }));
    const sessionId = await openSession(visitor);
    const rung = createNotebook();
    visitor.watchSession(sessionId, rung);
    await until(
      () => environment.lines.some((line) => line.includes('check Realtime is enabled')),
      'the hint',
    );
    // Longer than broadcasts are waited for.
    const patience = environment.clock.now() + 6_000;
    await until(() => environment.clock.now() > patience, 'patience to end');
    assert.deepEqual(rung.statuses, ['joining', 'joined']);
  });
}

describe('with the tables in the publication', () => {
  before(async () => {
    await backend.sql`select global_chat_private.use_postgres_changes(true)`;
  });

  for (const kind of LINKS) {
    test(`a visitor over the ${kind} link hears a ring for each message of the own conversation only`, async () => {
      const visitor = keep(makeVisitor(backend, acme, { kind, changes }));
      const stranger = keep(makeVisitor(backend, acme, { kind, changes }));
      const agent = keep(await makeAgent(backend, acme));
      const sessionId = await openSession(visitor);
      const foreignId = await openSession(stranger);
      const heard = createNotebook();
      visitor.watchSession(sessionId, heard);
      await heard.reach('ready');
      const { rev } = await visitor.sync({ sessionId });
      const quiet = rings(heard);
      await say(agent, foreignId, 'For the stranger');
      await say(agent, sessionId, 'For the visitor');
      await until(() => rings(heard) > quiet, 'the ring');
      const page = await visitor.sync({ sessionId, sinceRev: rev });
      assert.deepEqual(
        page.messages.map(({ content }) => content),
        ['For the visitor'],
      );
      assert.deepEqual(heard.events, [], 'a replicated row is never taken for the truth');
      assert.equal(rings(heard), quiet + 1, 'a foreign message rang');
    });
  }

  test('an agent hears rings for messages, for the state of the session, and in the inbox', async () => {
    const visitor = keep(makeVisitor(backend, acme));
    const agent = keep(await makeAgent(backend, acme, { changes }));
    const rival = keep(await makeAgent(backend, backend.tenants[1], { changes }));
    const sessionId = await openSession(visitor);
    const heard = createNotebook();
    const inbox = createInboxNotebook();
    const foreign = createInboxNotebook();
    agent.watchSession(sessionId, heard);
    agent.watchInbox(acme.tenantId, inbox);
    rival.watchInbox(backend.tenants[1].tenantId, foreign);
    await until(
      () => [heard, inbox, foreign].every(({ statuses }) => statuses.at(-1) === 'ready'),
      'all channels',
    );

    const steps = [
      () => say(visitor, sessionId, 'Anybody?'),
      () => agent.updateSession(sessionId, { tags: ['billing'] }),
      () => visitor.markDelivered(sessionId, 1).then(() => agent.markRead(sessionId, 2)),
    ];
    for (const step of steps) {
      const [inThread, inInbox] = [rings(heard), rings(inbox)];
      await step();
      await until(() => rings(heard) > inThread && rings(inbox) > inInbox, 'both rings');
    }
    const before = rings(inbox);
    await agent.addNote({ noteId: crypto.randomUUID(), sessionId, content: 'VIP', mentions: [] });
    await until(() => rings(inbox) > before, 'the note');
    assert.equal(rings(foreign), 1);
  });

  test('an agent whose notes are not published hears of all else, and the console says so once', async (context) => {
    const warned = context.mock.method(console, 'warn', () => undefined);
    await backend.sql`alter publication supabase_realtime drop table public.global_chat_notes`;
    try {
      const visitor = keep(makeVisitor(backend, acme));
      const agent = keep(await makeAgent(backend, acme, { changes }));
      const sessionId = await openSession(visitor);
      const inbox = createInboxNotebook();
      agent.watchInbox(acme.tenantId, inbox);
      await until(() => inbox.statuses.at(-1) === 'ready', 'the channel');
      const before = rings(inbox);
      await agent.updateSession(sessionId, { tags: ['vip'] });
      await until(() => rings(inbox) > before, 'the ring');
      assert.equal(warned.mock.callCount(), 1);
      assert.match(String(warned.mock.calls[0]?.arguments[0]), /global_chat_notes is not in the publication/);
    } finally {
      await backend.sql`alter publication supabase_realtime add table public.global_chat_notes`;
    }
  });
});
