// Risk: bad input breaks a function in an uncoded way, or is stored.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Refusal } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld, send, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
let session: string;
let message: string;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  const started = await startConversation(world.visitor, world.widget, ['Hello']);
  session = started.id;
  message = started.messages[0].id as string;
});
after(() => database.stop());

type Args = Readonly<Record<string, unknown>>;

describe('ids', () => {
  it('that are missing are refused', async () => {
    for (const [rpc, args] of [
      ['send_message', { session_id: session, message_id: null, content: 'x' }],
      ['attachment_path', { session_id: session, message_id: null, file_name: 'a.png' }],
    ] as const) {
      const { status, details } = await world.visitor.refused(rpc, args);
      assert.deepEqual([status, details], [400, { field: 'message_id' }]);
    }
    for (const [rpc, args] of [
      ['sync', { session_id: null }],
      ['mark_read', { session_id: null, seq: 1 }],
      ['edit_message', { message_id: null, content: 'x' }],
    ] as const) {
      assert.equal((await world.visitor.refused(rpc, args)).code, 'not_found');
    }
  });
});

describe('text', () => {
  const sending = (content: unknown): Promise<Refusal> =>
    world.visitor.refused('send_message', { session_id: session, message_id: randomUUID(), content });

  it('that says nothing is refused', async () => {
    for (const nothing of ['', ' ', '\n\t \r\n', '\u00a0', null]) {
      const { status, code } = await sending(nothing);
      assert.deepEqual([status, code], [400, 'content_empty'], JSON.stringify(nothing));
      assert.equal(
        (await world.visitor.refused('edit_message', { message_id: message, content: nothing })).code,
        'content_empty',
      );
      assert.equal(
        (await world.agent.refused('add_note', { session_id: session, content: nothing })).code,
        'content_empty',
      );
    }
  });

  it('that is too long is refused with the limit, by characters and by bytes', async () => {
    for (const long of [
      'x'.repeat(4001),
      '😀'.repeat(4001),
      `😀${'x'.repeat(4000)}`,
      'x'.repeat(1_000_000),
    ]) {
      const { status, code, details } = await sending(long);
      assert.deepEqual([status, code, details], [413, 'content_too_long', { limit: 4000 }]);
    }
    assert.equal((await send(world.visitor, session, '😀'.repeat(4000))).message.content.length, 8000);
    assert.equal(
      (await world.visitor.refused('edit_message', { message_id: message, content: 'x'.repeat(4001) }))
        .status,
      413,
    );
  });

  it('of every kind comes back as it was sent', async () => {
    for (const text of [
      ' leading and trailing \n',
      '<script>alert(1)</script>',
      "'; drop table global_chat_messages; --",
      '{"json": true}',
      '\\u0000',
      '\u202eright-to-left\u202c',
      'e\u0301',
      '👩‍👩‍👧‍👦',
      'שלום',
      'a\u0001\u001f\u007f',
      '%s %n $1 :name',
      'نص',
    ]) {
      assert.equal((await send(world.visitor, session, text)).message.content, text);
    }
  });
});

describe('what a visitor says about themselves', () => {
  const opening = (extra: Args): Promise<Refusal> =>
    world.visitor.refused('open_session', { widget_id: world.widget, session_id: randomUUID(), ...extra });

  it('is refused when malformed, with the field', async () => {
    for (const [extra, field] of [
      [{ visitor: { name: 'x'.repeat(121) } }, 'visitor.name'],
      [{ visitor: { name: 5 } }, 'visitor.name'],
      [{ visitor: { name: { first: 'x' } } }, 'visitor.name'],
      [{ visitor: { email: 'nonsense' } }, 'visitor.email'],
      [{ visitor: { email: 'a@b' } }, 'visitor.email'],
      [{ visitor: { email: 'a b@c.de' } }, 'visitor.email'],
      [{ visitor: { email: `${'x'.repeat(250)}@c.de` } }, 'visitor.email'],
      [{ visitor: { client_visitor_id: 'x'.repeat(129) } }, 'visitor.client_visitor_id'],
      [{ visitor: { id: randomUUID() } }, 'visitor.id'],
      [{ visitor: { verified: true } }, 'visitor.verified'],
      [{ visitor: { name: 'x'.repeat(3000) } }, 'visitor'],
      [{ visitor: '[]' }, 'visitor'],
      [{ visitor: '"text"' }, 'visitor'],
      [{ visitor: '5' }, 'visitor'],
      [{ metadata: '[]' }, 'metadata'],
      [{ metadata: '"text"' }, 'metadata'],
      [{ metadata: { attributes: [] } }, 'metadata'],
      [{ metadata: { page_url: 'x'.repeat(2100) } }, 'metadata'],
      [{ metadata: { anything: 'x'.repeat(2100) } }, 'metadata'],
      [{ session_id: null }, 'session_id'],
    ] as const) {
      const { status, code, details } = await opening(extra);
      assert.deepEqual(
        [status, code, details],
        [400, 'invalid_argument', { field }],
        JSON.stringify(extra).slice(0, 80),
      );
    }
  });

  it('of the longest kind is taken', async () => {
    const id = randomUUID();
    const visitor = {
      name: 'x'.repeat(120),
      email: `${'x'.repeat(247)}@cd.de`,
      client_visitor_id: 'x'.repeat(128),
    };
    const opened = await world.visitor.rpc('open_session', {
      widget_id: world.widget,
      session_id: id,
      visitor,
    });
    assert.equal(opened.visitor_name.length, 120);
  });

  it('about a message is no larger than 2 KB', async () => {
    const sending = { session_id: session, message_id: randomUUID(), content: 'x' };
    assert.equal(
      (await world.visitor.refused('send_message', { ...sending, metadata: { kind: 'x'.repeat(2100) } }))
        .code,
      'invalid_argument',
    );
    const { message: stored } = await world.visitor.rpc('send_message', {
      ...sending,
      metadata: { locale: 'de', colour: 'red' },
    });
    assert.deepEqual(stored.metadata, { locale: 'de', attributes: { colour: 'red' } });
  });
});

describe('changes by agents', () => {
  it('are refused when malformed, with the field, and change nothing', async () => {
    const before = (await world.agent.rpc('session_details', { session_id: session })).session;
    for (const [changes, field] of [
      [{ status: 'closed' }, 'changes.status'],
      [{ status: null }, 'changes.status'],
      [{ status: 5 }, 'changes.status'],
      [{ priority: 'maximal' }, 'changes.priority'],
      [{ priority: null }, 'changes.priority'],
      [{ tags: 'one' }, 'changes.tags'],
      [{ tags: [5] }, 'changes.tags'],
      [{ tags: Array.from({ length: 21 }, (_, index) => String(index)) }, 'changes.tags'],
      [{ tags: ['x'.repeat(61)] }, 'changes.tags'],
      [{ assigned_to: randomUUID() }, 'changes.assigned_to'],
      [{ assigned_to: 'me' }, 'changes.assigned_to'],
      [{ assigned_to: 5 }, 'changes.assigned_to'],
      [{ snoozed_until: 'tomorrow' }, 'changes.snoozed_until'],
      [{ snoozed_until: '2020-01-01T00:00:00Z' }, 'changes.snoozed_until'],
      [{ snoozed_until: '9999-01-01T00:00:00Z' }, 'changes.snoozed_until'],
      [{ snoozed_until: 'infinity' }, 'changes.snoozed_until'],
      [{ snoozed_until: '2026-13-45' }, 'changes.snoozed_until'],
      [{ rev: 1 }, 'changes.rev'],
      [{ tenant_id: randomUUID() }, 'changes.tenant_id'],
      [{ status: 'open', visitor_id: randomUUID() }, 'changes.visitor_id'],
      ['[]', 'changes'],
      ['5', 'changes'],
    ] as const) {
      const { code, details } = await world.agent.refused('update_session', { session_id: session, changes });
      assert.deepEqual([code, details], ['invalid_argument', { field }], JSON.stringify(changes));
    }
    const foreign = { assigned_to: world.otherAgent.id };
    assert.equal(
      (await world.agent.refused('update_session', { session_id: session, changes: foreign })).code,
      'invalid_argument',
    );
    assert.deepEqual((await world.agent.rpc('session_details', { session_id: session })).session, before);
  });

  it('mentions are agents of this tenant', async () => {
    for (const stranger of [world.otherAgent.id, world.visitor.id, randomUUID()]) {
      const { code } = await world.agent.refused('add_note', {
        session_id: session,
        content: 'x',
        mentions: [stranger],
      });
      assert.equal(code, 'invalid_argument');
    }
  });

  it('filters and cursors are refused when malformed', async () => {
    for (const [args, field] of [
      [{ filters: { colour: 'red' } }, 'filters.colour'],
      [{ filters: { unread: 'yes' } }, 'filters.unread'],
      [{ filters: { snoozed: 1 } }, 'filters.snoozed'],
      [{ filters: { status: { not: 'open' } } }, 'filters.status'],
      [{ filters: { updated_since: 'yesterday' } }, 'filters.updated_since'],
      [{ filters: '[]' }, 'filters'],
      [{ cursor: { at: '2026-01-01T00:00:00Z' } }, 'cursor'],
      [{ cursor: { id: randomUUID() } }, 'cursor'],
      [{ cursor: { at: 'x', id: randomUUID() } }, 'cursor.at'],
      [{ cursor: '"x"' }, 'cursor'],
    ] as const) {
      const { code, details } = await world.agent.refused('list_sessions', {
        tenant_id: world.tenant,
        ...args,
      });
      assert.deepEqual([code, details], ['invalid_argument', { field }], JSON.stringify(args));
    }
  });

  it('of more than 200 sessions at once are refused', async () => {
    const many = Array.from({ length: 201 }, () => randomUUID());
    const { code } = await world.agent.refused('update_sessions', {
      session_ids: many,
      changes: { status: 'open' },
    });
    assert.equal(code, 'invalid_argument');
    assert.equal(
      (await world.agent.refused('update_sessions', { session_ids: null, changes: {} })).code,
      'invalid_argument',
    );
  });
});
