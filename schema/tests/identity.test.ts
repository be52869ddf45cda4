// Risk: somebody becomes somebody else. Tokens × ways to be wrong; and what a right one joins together.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { claimsFor, seconds, sign } from './support/tokens.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
let key: string;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  key = (await world.admin.rpc('rotate_identity_key', { widget_id: world.widget })).key as string;
});
after(() => database.stop());

describe('a token that is wrong', () => {
  const good = (more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
    claimsFor(world.widget, more);
  const without = (claim: string): unknown =>
    Object.fromEntries(Object.entries(good()).filter(([name]) => name !== claim));
  const [head, , tail] = [0, 1, 2];

  for (const [what, token, reason] of [
    ['another key', () => sign(good(), 'another key'), 'signature'],
    ['an empty key', () => sign(good(), ''), 'signature'],
    [
      'alg none',
      () => `${sign(good(), key, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`,
      'malformed',
    ],
    ['alg none with a signature', () => sign(good(), key, { alg: 'none' }), 'algorithm'],
    ['alg None', () => sign(good(), key, { alg: 'None' }), 'algorithm'],
    ['alg hs256', () => sign(good(), key, { alg: 'hs256' }), 'algorithm'],
    ['alg HS512', () => sign(good(), key, { alg: 'HS512' }, 'sha512'), 'algorithm'],
    ['alg RS256', () => sign(good(), key, { alg: 'RS256' }), 'algorithm'],
    ['no alg', () => sign(good(), key, {}), 'algorithm'],
    ['a list of algs', () => sign(good(), key, { alg: ['HS256'] }), 'algorithm'],
    ['sha512 behind HS256', () => sign(good(), key, { alg: 'HS256' }, 'sha512'), 'signature'],
    ['no signature', () => sign(good(), key).split('.').slice(0, 2).join('.'), 'malformed'],
    ['a shortened signature', () => sign(good(), key).slice(0, -4), 'signature'],
    [
      'a changed payload',
      () => {
        const parts = sign(good(), key).split('.');
        return [parts[head], sign(good({ sub: 'boss' }), 'x').split('.')[1], parts[tail]].join('.');
      },
      'signature',
    ],
    ['four parts', () => `${sign(good(), key)}.x`, 'malformed'],
    ['white space', () => `${sign(good(), key)} `, 'malformed'],
    ['a line break inside', () => sign(good(), key).replace('.', '.\n'), 'malformed'],
    ['nonsense', () => 'nonsense', 'malformed'],
    ['empty', () => '', 'malformed'],
    ['nothing', () => null, 'malformed'],
    ['a payload that is no JSON', () => sign('nonsense', key), 'malformed'],
    ['a payload that is a list', () => sign([1], key), 'malformed'],
    ['a header that is no JSON', () => sign(good(), key, 'nonsense'), 'malformed'],
    ['too long', () => sign(good({ name: 'x'.repeat(5000) }), key), 'malformed'],
    ['expired', () => sign(good({ exp: seconds(-1) }), key), 'exp'],
    ['expired long ago', () => sign(good({ exp: 1 }), key), 'exp'],
    ['far in the future', () => sign(good({ exp: seconds(86_400 + 120) }), key), 'exp'],
    ['beyond all time', () => sign(good({ exp: 1e300 }), key), 'exp'],
    ['no expiry', () => sign(without('exp'), key), 'exp'],
    ['an expiry in words', () => sign(good({ exp: 'tomorrow' }), key), 'exp'],
    ['an expiry as text', () => sign(good({ exp: String(seconds(60)) }), key), 'exp'],
    ['not yet valid', () => sign(good({ nbf: seconds(600) }), key), 'nbf'],
    ['another widget', () => sign(claimsFor(world.otherWidget), key), 'aud'],
    ['no audience', () => sign(without('aud'), key), 'aud'],
    ['a list of audiences', () => sign(good({ aud: [`globalchat:${world.widget}`] }), key), 'aud'],
    ['the bare widget', () => sign(good({ aud: world.widget }), key), 'aud'],
    ['no subject', () => sign(without('sub'), key), 'sub'],
    ['an empty subject', () => sign(good({ sub: '' }), key), 'sub'],
    ['a subject without anything to see', () => sign(good({ sub: ' \u200b' }), key), 'sub'],
    ['a subject that is a number', () => sign(good({ sub: 5 }), key), 'sub'],
    ['a subject that is too long', () => sign(good({ sub: 'x'.repeat(256) }), key), 'sub'],
    ['another device', () => sign(good({ dev: randomUUID() }), key), 'dev'],
  ] as const) {
    it(`${what} is refused`, async () => {
      const visitor = await newVisitor(database);
      const refused = await visitor.refused('identify', { widget_id: world.widget, token: token() });
      assert.deepEqual(
        [refused.status, refused.code, refused.details],
        [403, 'identity_invalid', { reason }],
      );
      const [row] =
        await database.owner`select count(*)::int as amount from global_chat_visitors where verified`;
      assert.equal(row?.['amount'], 0, 'and makes nobody');
    });
  }

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
    const token = sign(claimsFor(world.otherWidget), '');
    assert.equal(
      (await (await newVisitor(database)).refused('identify', { widget_id: world.otherWidget, token }))
        .details['reason'],
      'signature',
    );
  });

  it('the key of another tenant is another key', async () => {
    const theirs = (await world.otherAgent.rpc('rotate_identity_key', { widget_id: world.otherWidget }))
      .key as string;
    const token = sign(claimsFor(world.widget), theirs);
    assert.equal(
      (await (await newVisitor(database)).refused('identify', { widget_id: world.widget, token })).details[
        'reason'
      ],
      'signature',
    );
  });

  it('claims with a wrong name or address are refused', async () => {
    const visitor = await newVisitor(database);
    for (const more of [{ email: 'nonsense' }, { name: 5 }, { name: 'x'.repeat(121) }]) {
      assert.equal(
        (
          await visitor.refused('identify', {
            widget_id: world.widget,
            token: sign(claimsFor(world.widget, more), key),
          })
        ).code,
        'invalid_argument',
      );
    }
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
