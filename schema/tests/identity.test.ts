// Risk: somebody becomes somebody else. Tokens × ways to be wrong; and what a right one joins together.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { Caller } from './support/caller.ts';
import type { TestDatabase } from './support/database.ts';
import { HOSTILE_TOKENS } from './support/hostile-tokens.ts';
import { claimsFor, seconds, sign } from './support/tokens.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
let key: string;
let otherKey: string;
let formerKey: string;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  const newKey = async (admin: Caller, widget_id: string): Promise<string> =>
    (await admin.rpc('rotate_identity_key', { widget_id })).key as string;
  formerKey = await newKey(world.admin, world.widget);
  key = await newKey(world.admin, world.widget);
  otherKey = await newKey(world.otherAgent, world.otherWidget);
});
after(() => database.stop());

describe('a token that is wrong', () => {
  const good = (more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
    claimsFor(world.widget, more);

  it('is one of at least eighty', () => assert.ok(HOSTILE_TOKENS.length >= 80));

  for (const { what, reason, make } of HOSTILE_TOKENS) {
    it(`${what} is refused`, async () => {
      const token = make({
        widget: world.widget,
        otherWidget: world.otherWidget,
        key,
        otherKey,
        formerKey,
      });
      const visitor = await newVisitor(database);
      const refused = await visitor.refused('identify', { widget_id: world.widget, token });
      assert.deepEqual(
        [refused.status, refused.code, refused.details],
        [403, 'identity_invalid', { reason }],
      );
      const [row] =
        await database.owner`select count(*)::int as amount from global_chat_visitors where verified`;
      assert.equal(row?.['amount'], 0, 'and makes nobody');
    });
  }

  it('none at all is refused', async () => {
    const refused = await world.visitor.refused('identify', { widget_id: world.widget, token: null });
    assert.deepEqual([refused.code, refused.details], ['identity_invalid', { reason: 'malformed' }]);
  });

  it('says nothing of what is behind its signature', async () => {
    const visitor = await newVisitor(database);
    const answers = new Set<string>();
    for (const more of [{}, { exp: 1 }, { aud: 'x' }, { sub: '' }, { email: 'nonsense' }, { sub: 'known' }]) {
      const token = sign(good(more), 'guessed');
      answers.add(JSON.stringify(await visitor.refused('identify', { widget_id: world.widget, token })));
    }
    assert.equal(answers.size, 1);
  });

  it('at the edge of each rule is taken before it and refused behind it', async () => {
    /** A token that is so many characters long. */
    const ofLength = (length: number): string => {
      const signed = (size: number): string => sign(good({ more: 'x'.repeat(size) }), key);
      let size = 2000;
      while (signed(size).length < length) size += 1;
      return signed(size);
    };
    const answerTo = async (token: string): Promise<string> => {
      const visitor = await newVisitor(database);
      const call = { widget_id: world.widget, token };
      try {
        await visitor.rpc('identify', call);
        return 'taken';
      } catch {
        return String((await visitor.refused('identify', call)).details['reason']);
      }
    };
    for (const [token, answer] of [
      [ofLength(4096), 'taken'],
      [ofLength(4097), 'malformed'],
      [sign(good({ nbf: seconds(-600) }), key), 'taken'],
      [sign(good({ nbf: seconds(30) }), key), 'taken'],
      [sign(good({ nbf: seconds(90) }), key), 'nbf'],
      [sign(good({ exp: seconds(86_400) }), key), 'taken'],
      [sign(good({ exp: seconds(86_400 + 90) }), key), 'exp'],
      [sign(good({ sub: 'x'.repeat(255) }), key), 'taken'],
    ] as const)
      assert.equal(await answerTo(token), answer);
    await database.owner`update global_chat_visitors set verified = false`;
  });

  it('a widget without a key takes none', async () => {
    await database.owner`delete from global_chat_private.widget_secrets where widget_id = ${world.otherWidget}`;
    const token = sign(claimsFor(world.otherWidget), '');
    assert.equal(
      (await (await newVisitor(database)).refused('identify', { widget_id: world.otherWidget, token }))
        .details['reason'],
      'signature',
    );
  });

  it('needs a signed-in caller, an existing widget and an allowed page', async () => {
    const token = sign(claimsFor(world.widget), key);
    assert.equal((await world.anon.refused('identify', { widget_id: world.widget, token })).code, '42501');
    assert.equal(
      (await database.as({ role: 'authenticated' }).refused('identify', { widget_id: world.widget, token }))
        .code,
      'not_signed_in',
    );
    assert.equal(
      (await world.visitor.refused('identify', { widget_id: randomUUID(), token })).code,
      'widget_not_found',
    );
    await database.owner`update global_widget_config set allowed_domains = '{example.com}' where id = ${world.widget}`;
    assert.equal(
      (
        await world.visitor
          .from('https://evil.example')
          .refused('identify', { widget_id: world.widget, token })
      ).code,
      'origin_not_allowed',
    );
    await database.owner`update global_widget_config set allowed_domains = '{}' where id = ${world.widget}`;
  });
});

describe('a token without a name and an address', () => {
  it('proves none: what was only claimed before or after is not shown as verified', async () => {
    const visitor = await newVisitor(database);
    const session_id = randomUUID();
    await visitor.rpc('open_session', {
      widget_id: world.widget,
      session_id,
      visitor: { name: 'Boss', email: 'ceo@bank.example' },
    });
    const claims = { ...claimsFor(world.widget, { sub: 'nameless' }), name: undefined, email: undefined };
    await visitor.rpc('identify', { widget_id: world.widget, token: sign(claims, key) });
    const shown = async (): Promise<unknown[]> => {
      const { session } = await world.agent.rpc('session_details', { session_id });
      return [session.visitor_name, session.visitor_email, session.visitor_verified];
    };
    assert.deepEqual(await shown(), [null, null, true]);
    await visitor.rpc('update_visitor', { session_id, visitor: { name: 'Boss', email: 'ceo@bank.example' } });
    assert.deepEqual(await shown(), [null, null, true]);
  });
});

describe('identifying', () => {
  it('is held to sixty at once', async () => {
    await database.owner`delete from global_chat_private.rate_buckets`;
    const token = sign(claimsFor(world.widget, { sub: randomUUID() }), key);
    await (await newVisitor(database)).rpc('identify', { widget_id: world.widget, token });
    const left =
      await database.owner`select distinct tokens from global_chat_private.rate_buckets where kind = 'visitor_identity'`;
    assert.deepEqual([...left], [{ tokens: 59 }]);
  });

  it('by an account takes what fits of a long address and name', async () => {
    const sub = randomUUID();
    const email = `${'x'.repeat(243)}@example.com`;
    await database.superuser`
      insert into auth.users (id, email, is_anonymous, email_confirmed_at, confirmation_sent_at, raw_user_meta_data)
      values (${sub}, ${email}, false, now(), now(), ${database.superuser.json({ name: 'y'.repeat(200) })})`;
    const member = database.as({ role: 'authenticated', sub, is_anonymous: false });
    const { id } = await startConversation(member, world.widget);
    const { visitor } = await world.agent.rpc('session_details', { session_id: id });
    assert.deepEqual(
      [visitor.verified, visitor.name, visitor.email],
      [true, 'y'.repeat(120), email.slice(0, 254)],
    );
  });
});
