// Risk: a function answers the wrong caller, or breaks in an uncoded way on bad input. Functions × wrong callers × bad arguments.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
let session: string;
let note: string;
let reply: string;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  const started = await startConversation(world.visitor, world.widget, ['Hello']);
  session = started.id;
  note = (await world.agent.rpc('add_note', { session_id: session, content: 'Note' })).id as string;
  reply = (
    await world.agent.rpc('save_canned_reply', {
      tenant_id: world.tenant,
      shortcut: 'mine',
      content: 'Mine',
      shared: false,
    })
  ).id as string;
  await startConversation(world.otherVisitor, world.widget);
});
after(() => database.stop());

type Args = Readonly<Record<string, unknown>>;
type Name = keyof World;

/** Valid calls, with everybody who must be refused and how. */
const CALLS: readonly {
  readonly rpc: string;
  readonly args: () => Args;
  readonly wrong: Readonly<Partial<Record<Name, string>>>;
}[] = [
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
  ).map(([rpc, args]) => ({
    rpc,
    args,
    wrong: { ...strangers('not_found'), agent: 'not_found', admin: 'not_found' },
  })),
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
  {
    rpc: 'update_note',
    args: () => ({ note_id: note, content: 'x' }),
    wrong: { ...strangers('not_found'), visitor: 'not_found', admin: 'not_found' },
  },
  {
    rpc: 'delete_note',
    args: () => ({ note_id: note }),
    wrong: { ...strangers('not_found'), visitor: 'not_found' },
  },
  {
    rpc: 'delete_canned_reply',
    args: () => ({ reply_id: reply }),
    wrong: { ...strangers('not_found'), visitor: 'not_found', admin: 'not_found' },
  },
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
        Object.entries(args()).map(([key, value]) => [
          key,
          /_id$/.test(key) && key !== 'message_id' ? randomUUID() : value,
        ]),
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
    assert.equal(
      (await world.anon.refused('widget_config', { widget_id: randomUUID() })).code,
      'widget_not_found',
    );
  });
});
