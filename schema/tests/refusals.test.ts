// Risk: a function answers the wrong caller, or breaks in an uncoded way on bad input. Functions × wrong callers × bad arguments.
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
let note: string;
let reply: string;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  const started = await startConversation(world.visitor, world.widget, ['Hello']);
  session = started.id;
  message = started.messages[0].id as string;
  note = (await world.agent.rpc('add_note', { session_id: session, content: 'Note' })).id as string;
  reply = (
    await world.agent.rpc('save_canned_reply', { tenant_id: world.tenant, shortcut: 'mine', content: 'Mine', shared: false })
  ).id as string;
  await startConversation(world.otherVisitor, world.widget);
});
after(() => database.stop());

type Args = Readonly<Record<string, unknown>>;
type Name = keyof World;

/** Valid calls, with everybody who must be refused and how. */
const CALLS: readonly { readonly rpc: string; readonly args: () => Args; readonly wrong: Readonly<Partial<Record<Name, string>>> }[] = [
  ...(
    [
      ['send_message', () => ({ session_id: session, message_id: randomUUID(), content: 'x' })],
      ['sync', () => ({ session_id: session })],
      ['mark_read', () => ({ session_id: session, seq: 1 })],
      ['mark_delivered', () => ({ session_id: session, seq: 1 })],
      ['attachment_path', () => ({ session_id: session, message_id: randomUUID(), file_name: 'a.png' })],
    ] as const
  ).map(([rpc, args]) => ({
    rpc,
    args,
    wrong: strangers('not_found'),
  })),
  ...(
    [
      ['update_visitor', () => ({ session_id: session })],
      ['rate_session', () => ({ session_id: session, score: 5 })],
    ] as const
  ).map(([rpc, args]) => ({ rpc, args, wrong: { ...strangers('not_found'), agent: 'not_found', admin: 'not_found' } })),
  ...(
    [
      ['update_session', () => ({ session_id: session, changes: { status: 'open' } })],
      ['update_sessions', () => ({ session_ids: [session], changes: { status: 'open' } })],
      ['session_details', () => ({ session_id: session })],
      ['add_note', () => ({ session_id: session, content: 'x' })],
    ] as const
  ).map(([rpc, args]) => ({ rpc, args, wrong: { ...strangers('not_found'), visitor: 'not_allowed' } })),
  ...(
    [
      ['list_sessions', () => ({ tenant_id: world.tenant })],
      ['team', () => ({ tenant_id: world.tenant })],
      ['list_canned_replies', () => ({ tenant_id: world.tenant })],
      ['save_canned_reply', () => ({ tenant_id: world.tenant, shortcut: 'x', content: 'x' })],
    ] as const
  ).map(([rpc, args]) => ({ rpc, args, wrong: { ...strangers('not_allowed'), visitor: 'not_allowed' } })),
  { rpc: 'update_note', args: () => ({ note_id: note, content: 'x' }), wrong: { ...strangers('not_found'), visitor: 'not_found', admin: 'not_found' } },
  { rpc: 'delete_note', args: () => ({ note_id: note }), wrong: { ...strangers('not_found'), visitor: 'not_found' } },
  { rpc: 'delete_canned_reply', args: () => ({ reply_id: reply }), wrong: { ...strangers('not_found'), visitor: 'not_found', admin: 'not_found' } },
];

function strangers(code: string): Readonly<Partial<Record<Name, string>>> {
  return Object.fromEntries(
    ['otherVisitor', 'otherAgent', 'outsider', 'removedAgent', 'anonymousMember'].map((name) => [name, code]),
  );
}

const STATUS: Readonly<Record<string, number>> = { not_found: 404, not_allowed: 403, invalid_argument: 400 };

for (const { rpc, args, wrong } of CALLS) {
  describe(rpc, () => {
    for (const [name, code] of Object.entries(wrong) as [Name, string][]) {
      it(`refuses ${name} with ${code}`, async () => {
        const refused = await (world[name] as World['visitor']).refused(rpc, args());
        assert.deepEqual([refused.status, refused.code], [STATUS[code], code]);
      });
    }
    it('is closed to the key alone', async () => {
      assert.equal((await world.anon.refused(rpc, args())).code, '42501');
    });
    it('is closed to the secret key, which is nobody', async () => {
      assert.equal((await world.service.refused(rpc, args())).code, '42501');
    });
    it('asks a token without a user to sign in', async () => {
      const nobody = database.as({ role: 'authenticated' });
      const refused = await nobody.refused(rpc, args());
      assert.deepEqual([refused.status, refused.code], [401, 'not_signed_in']);
    });
    it('says the same of what does not exist as of what is not yours', async () => {
      const missing = Object.fromEntries(
        Object.entries(args()).map(([key, value]) => [key, /_id$/.test(key) && key !== 'message_id' ? randomUUID() : value]),
      );
      const absent = await world.outsider.refused(rpc, missing);
      const foreign = await world.outsider.refused(rpc, args());
      if (rpc !== 'update_sessions') assert.deepEqual(absent, foreign);
    });
    it('knows no further argument', async () => {
      assert.equal((await world.agent.refused(rpc, { ...args(), tenant: world.tenant })).code, '42883');
    });
  });
}

describe('open_session and my_sessions', () => {
  it('need a user and a widget that exists', async () => {
    for (const [rpc, args] of [
      ['open_session', { widget_id: world.widget, session_id: randomUUID() }],
      ['my_sessions', { widget_id: world.widget }],
    ] as const) {
      assert.equal((await world.anon.refused(rpc, args)).code, '42501');
      assert.equal((await database.as({ role: 'authenticated' }).refused(rpc, args)).code, 'not_signed_in');
      const unknown = await world.visitor.refused(rpc, { ...args, widget_id: randomUUID() });
      assert.deepEqual([unknown.status, unknown.code], [404, 'widget_not_found']);
      assert.equal((await world.visitor.refused(rpc, { ...args, widget_id: null })).code, 'widget_not_found');
    }
    assert.equal((await world.anon.refused('widget_config', { widget_id: randomUUID() })).code, 'widget_not_found');
  });
});

describe('text', () => {
  const sending = (content: unknown): Promise<Refusal> =>
    world.visitor.refused('send_message', { session_id: session, message_id: randomUUID(), content });

  it('that says nothing is refused', async () => {
    for (const nothing of ['', ' ', '\n\t \r\n', '\u00a0', null]) {
      const { status, code } = await sending(nothing);
      assert.deepEqual([status, code], [400, 'content_empty'], JSON.stringify(nothing));
      assert.equal((await world.visitor.refused('edit_message', { message_id: message, content: nothing })).code, 'content_empty');
      assert.equal((await world.agent.refused('add_note', { session_id: session, content: nothing })).code, 'content_empty');
    }
  });

  it('that is too long is refused with the limit, by characters and by bytes', async () => {
    for (const long of ['x'.repeat(4001), '😀'.repeat(4001), `😀${'x'.repeat(4000)}`, 'x'.repeat(1_000_000)]) {
      const { status, code, details } = await sending(long);
      assert.deepEqual([status, code, details], [413, 'content_too_long', { limit: 4000 }]);
    }
    assert.equal((await send(world.visitor, session, '😀'.repeat(4000))).message.content.length, 8000);
    assert.equal((await world.visitor.refused('edit_message', { message_id: message, content: 'x'.repeat(4001) })).status, 413);
  });

  it('of every kind comes back as it was sent', async () => {
    for (const text of [
      ' leading and trailing \n', '<script>alert(1)</script>', "'; drop table global_chat_messages; --", '{"json": true}', '\\u0000',
      '\u202eright-to-left\u202c', 'e\u0301', '👩‍👩‍👧‍👦', 'שלום', '\u0001\u001f\u007f', '%s %n $1 :name', 'نص',
    ]) {
      assert.equal((await send(world.visitor, session, text)).message.content, text);
    } // prettier-ignore
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
      assert.deepEqual([status, code, details], [400, 'invalid_argument', { field }], JSON.stringify(extra).slice(0, 80));
    }
  });

  it('of the longest kind is taken', async () => {
    const id = randomUUID();
    const visitor = { name: 'x'.repeat(120), email: `${'x'.repeat(247)}@cd.de`, client_visitor_id: 'x'.repeat(128) };
    const opened = await world.visitor.rpc('open_session', { widget_id: world.widget, session_id: id, visitor });
    assert.equal(opened.visitor_name.length, 120);
  });

  it('about a message is no larger than 2 KB', async () => {
    const sending = { session_id: session, message_id: randomUUID(), content: 'x' };
    assert.equal((await world.visitor.refused('send_message', { ...sending, metadata: { kind: 'x'.repeat(2100) } })).code, 'invalid_argument');
    const { message: stored } = await world.visitor.rpc('send_message', { ...sending, metadata: { locale: 'de', colour: 'red' } });
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
    assert.equal((await world.agent.refused('update_session', { session_id: session, changes: foreign })).code, 'invalid_argument');
    assert.deepEqual((await world.agent.rpc('session_details', { session_id: session })).session, before);
  });

  it('mentions are agents of this tenant', async () => {
    for (const stranger of [world.otherAgent.id, world.visitor.id, randomUUID()]) {
      const { code } = await world.agent.refused('add_note', { session_id: session, content: 'x', mentions: [stranger] });
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
      const { code, details } = await world.agent.refused('list_sessions', { tenant_id: world.tenant, ...args });
      assert.deepEqual([code, details], ['invalid_argument', { field }], JSON.stringify(args));
    }
  });

  it('of more than 200 sessions at once are refused', async () => {
    const many = Array.from({ length: 201 }, () => randomUUID());
    const { code } = await world.agent.refused('update_sessions', { session_ids: many, changes: { status: 'open' } });
    assert.equal(code, 'invalid_argument');
    assert.equal((await world.agent.refused('update_sessions', { session_ids: null, changes: {} })).code, 'invalid_argument');
  });
});
