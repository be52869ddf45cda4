// Risk: a message or a name that nobody can see, or a name that makes what stands beside it read backwards.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { putFile } from './support/probes.ts';
import { claimsFor, sign } from './support/tokens.ts';
import { buildWorld, newVisitor, send, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

const NOTHING = {
  'zero width': '\u200b\u200c\u200d\ufeff\u2060',
  'a blank of braille': '\u2800',
  'hangul fillers': '\u3164\u115f\u1160\uffa0',
  'a soft hyphen': '\u00ad',
  tags: '\u{e0001}\u{e0061}\u{e007f}',
  'variation selectors': '\ufe0f\u{e0100}',
  'combining marks': '\u0301\u0327\u20dd\u064b',
  'turns of direction': '\u202e\u2066\u2069\u202c\u200f\u061c',
  'every kind of space': ' \t\n\u00a0\u1680\u2003\u2028\u202f\u205f\u3000\u180e\u0085',
  controls: '\u0001\u001b\u007f',
};
const SOMETHING = [
  'x',
  '.',
  '👍🏽',
  '❤️',
  '🏴\u{e0067}\u{e0062}\u{e007f}',
  '1️⃣',
  'שָׁ',
  'क्षि',
  '한',
  '\ue000',
  '\ufffd',
  '\u200bx\u200b',
];

for (const [what, text] of Object.entries(NOTHING)) {
  describe(`${what} alone`, () => {
    it('is no message, no note and no reply, unless a file comes with it', async () => {
      const visitor = await newVisitor(database);
      const { id, messages } = await startConversation(visitor, world.widget);
      for (const [caller, rpc, args] of [
        [visitor, 'send_message', { session_id: id, message_id: randomUUID(), content: text }],
        [visitor, 'edit_message', { message_id: messages[0].id, content: text }],
        [world.agent, 'add_note', { session_id: id, content: text }],
        [world.agent, 'save_canned_reply', { tenant_id: world.tenant, shortcut: 'x', content: text }],
      ] as const) {
        const refused = await caller.refused(rpc, args);
        assert.deepEqual([refused.status, refused.code], [400, 'content_empty'], rpc);
      }
      const message_id = randomUUID();
      const path = `${world.tenant}/${id}/${message_id}/a.txt`;
      await putFile(database, path, 5, 'text/plain');
      const attachments = [{ path, name: 'list.txt' }];
      const { session } = await visitor.rpc('send_message', {
        session_id: id,
        message_id,
        content: text,
        attachments,
      });
      assert.equal(session.last_message_preview, 'list.txt');
    });

    it('is no name', async () => {
      const key = (await world.admin.rpc('rotate_identity_key', { widget_id: world.widget })).key as string;
      const visitor = await newVisitor(database);
      const session_id = randomUUID();
      const named = { visitor: { name: text } };
      const opened = await visitor.rpc('open_session', { widget_id: world.widget, session_id, ...named });
      assert.equal(opened.visitor_name, null);
      await visitor.rpc('update_visitor', { session_id, visitor: { name: 'Ida' } });
      assert.equal((await visitor.rpc('update_visitor', { session_id, ...named })).visitor_name, 'Ida');
      const token = sign(claimsFor(world.widget, { sub: randomUUID(), name: text }), key);
      assert.equal((await visitor.rpc('identify', { widget_id: world.widget, token })).name, null);
      for (const [rpc, args] of [
        [
          'update_agent',
          { tenant_id: world.tenant, user_id: world.admin.id, changes: { display_name: text } },
        ],
        ['create_widget', { tenant_id: world.tenant, name: text }],
        ['update_widget', { widget_id: world.widget, changes: { name: text } }],
        ['save_view', { tenant_id: world.tenant, name: text, filters: {} }],
      ] as const)
        assert.equal((await world.admin.refused(rpc, args)).code, 'invalid_argument', rpc);
      const slug = `t-${randomUUID()}`;
      const { tenant_id } = await world.service.rpc('create_tenant', { slug, name: text });
      const [tenant] =
        await database.owner`select name from global_chat_tenants where id = ${tenant_id as string}`;
      assert.equal(tenant?.['name'], slug);
    });
  });
}

describe('what can be seen', () => {
  it('is sent and kept as it was written', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget, []);
    for (const text of SOMETHING) assert.equal((await send(visitor, id, text)).message.content, text);
  });
});

describe('a name', () => {
  it('loses the characters that turn the direction of what follows', async () => {
    const lying = 'Ida\u202etxt.exe\u2066\u2069\u202c';
    const visitor = await newVisitor(database);
    const session_id = randomUUID();
    const named = { visitor: { name: lying } };
    const opened = await visitor.rpc('open_session', { widget_id: world.widget, session_id, ...named });
    assert.equal(opened.visitor_name, 'Idatxt.exe');
    const changes = { display_name: lying };
    const own = { tenant_id: world.tenant, user_id: world.agent.id, changes };
    assert.equal((await world.agent.rpc('update_agent', own)).display_name, 'Idatxt.exe');
    const widget = { widget_id: world.widget, changes: { name: lying, team_name: lying } };
    const { name, team_name } = await world.admin.rpc('update_widget', widget);
    assert.deepEqual([name, team_name], ['Idatxt.exe', 'Idatxt.exe']);
    assert.equal(
      (await world.admin.rpc('create_widget', { tenant_id: world.tenant, name: lying })).name,
      'Idatxt.exe',
    );
  });
});
