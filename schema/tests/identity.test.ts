// Risk: somebody becomes somebody else. Tokens × ways to be wrong; and what a right one joins together.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { claimsFor, seconds, sign } from './support/tokens.ts';
import { broadcasts, buildWorld, newVisitor, send, startConversation } from './support/world.ts';
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

const identify = (caller: Caller, more: Readonly<Record<string, unknown>> = {}): Promise<unknown> =>
  caller.rpc('identify', { widget_id: world.widget, token: sign(claimsFor(world.widget, more), key) });

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

describe('a token that is right', () => {
  it('names a person whose sessions meet on every device', async () => {
    const sub = randomUUID();
    const [laptop, phone] = [await newVisitor(database), await newVisitor(database)];
    const before = await startConversation(laptop, world.widget, ['Before I signed in']);
    assert.deepEqual(await identify(laptop, { sub, dev: laptop.id }), {
      external_id: sub,
      name: 'Ida Lindqvist',
      email: 'ida@example.com',
    });
    await identify(phone, { sub });
    const mine = await phone.rpc('my_sessions', { widget_id: world.widget });
    assert.deepEqual(
      mine.map((session: { id: string }) => session.id),
      [before.id],
    );
    assert.deepEqual([mine[0].visitor_name, mine[0].visitor_email], ['Ida Lindqvist', 'ida@example.com']);
    await send(phone, before.id, 'From the phone');
    assert.equal((await laptop.rpc('sync', { session_id: before.id })).messages.length, 2);
    const { session, visitor } = await world.agent.rpc('session_details', { session_id: before.id });
    assert.deepEqual([session.visitor_verified, visitor.external_id], [true, sub]);
    assert.deepEqual(
      (await broadcasts(database, `session:${before.id}`)).map(({ payload }) => payload.rev),
      [1, 2, 3, 4],
    );
  });

  it('twice changes nothing, and later brings name and address up to date', async () => {
    const sub = randomUUID();
    const visitor = await newVisitor(database);
    await identify(visitor, { sub });
    const { id } = await startConversation(visitor, world.widget);
    await identify(visitor, { sub });
    assert.equal((await visitor.rpc('sync', { session_id: id })).rev, 2);
    assert.deepEqual(await identify(visitor, { sub, name: 'Ida L.', email: undefined }), {
      external_id: sub,
      name: 'Ida L.',
      email: 'ida@example.com',
    });
  });

  it('of two people in one browser is refused until the chat is reset', async () => {
    const visitor = await newVisitor(database);
    await identify(visitor, { sub: 'anna' });
    const refused = await visitor.refused('identify', {
      widget_id: world.widget,
      token: sign(claimsFor(world.widget, { sub: 'ben' }), key),
    });
    assert.deepEqual([refused.status, refused.code], [409, 'identity_conflict']);
    await identify(visitor, { sub: 'anna' });
  });

  it('keeps the name from being changed by an unsigned claim', async () => {
    const visitor = await newVisitor(database);
    await identify(visitor, { sub: randomUUID() });
    const id = randomUUID();
    const opened = await visitor.rpc('open_session', {
      widget_id: world.widget,
      session_id: id,
      visitor: { name: 'The Boss', email: 'boss@example.com' },
    });
    assert.deepEqual([opened.visitor_name, opened.visitor_email], ['Ida Lindqvist', 'ida@example.com']);
    const told = await visitor.rpc('update_visitor', { session_id: id, visitor: { name: 'The Boss' } });
    assert.equal(told.visitor_name, 'Ida Lindqvist');
  });

  it('does not wash off a block', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget);
    const { session } = await world.agent.rpc('session_details', { session_id: id });
    await world.agent.rpc('block_visitor', { visitor_id: session.visitor_id });
    await identify(visitor, { sub: randomUUID() });
    assert.equal(
      (await visitor.refused('send_message', { session_id: id, message_id: randomUUID(), content: 'x' }))
        .code,
      'blocked',
    );
    assert.equal(
      (await visitor.refused('open_session', { widget_id: world.widget, session_id: randomUUID() })).code,
      'blocked',
    );
  });

  it('from five tabs at once makes one person', async () => {
    const sub = randomUUID();
    const visitor = await newVisitor(database);
    await startConversation(visitor, world.widget);
    await Promise.all([1, 2, 3, 4, 5].map(() => identify(visitor, { sub })));
    const [row] =
      await database.owner`select count(*)::int as amount from global_chat_visitors where external_id = ${sub}`;
    assert.equal(row?.['amount'], 1);
  });

  it('stops working when the key is replaced', async () => {
    const token = sign(claimsFor(world.widget, { sub: randomUUID() }), key);
    const old = key;
    key = (await world.admin.rpc('rotate_identity_key', { widget_id: world.widget })).key as string;
    assert.notEqual(key, old);
    assert.match(key, /^[0-9a-f]{64}$/);
    const [row] =
      await database.owner`select count(*)::int as keys from global_chat_private.widget_secrets where widget_id = ${world.widget}`;
    assert.equal(row?.['keys'], 1);
    assert.equal(
      (await (await newVisitor(database)).refused('identify', { widget_id: world.widget, token })).details[
        'reason'
      ],
      'signature',
    );
  });
});

describe('users who signed in for real at the host’s own Supabase Auth', () => {
  it('are verified by their confirmed address', async () => {
    const { id } = await startConversation(world.outsider, world.widget);
    const { session } = await world.agent.rpc('session_details', { session_id: id });
    assert.deepEqual(
      [session.visitor_verified, session.visitor_email],
      [true, `${world.outsider.id}@example.com`],
    );
  });

  it('are not, while the address is unconfirmed', async () => {
    await database.superuser`update auth.users set email_confirmed_at = null where id = ${world.removedAgent.id}`;
    const { id } = await startConversation(world.removedAgent, world.widget);
    const { session } = await world.agent.rpc('session_details', { session_id: id });
    assert.deepEqual([session.visitor_verified, session.visitor_email], [false, null]);
  });
});
