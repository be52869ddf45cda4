// Risk: two people become one, a person stays two, or a block or a name is lost when somebody becomes known.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { claimsFor, sign } from './support/tokens.ts';
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
    const stranger = await newVisitor(database);
    assert.deepEqual(await stranger.rpc('my_sessions', { widget_id: world.widget }), []);
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

  it('takes the block of a browser to the person’s other browsers', async () => {
    const sub = randomUUID();
    const [good, bad] = [await newVisitor(database), await newVisitor(database)];
    const { id } = await startConversation(good, world.widget);
    await identify(good, { sub });
    const other = await startConversation(bad, world.widget);
    const { session } = await world.agent.rpc('session_details', { session_id: other.id });
    await world.agent.rpc('block_visitor', { visitor_id: session.visitor_id });
    await identify(bad, { sub });
    const message = { session_id: id, message_id: randomUUID(), content: 'x' };
    assert.equal((await good.refused('send_message', message)).code, 'blocked');
    assert.ok((await world.agent.rpc('session_details', { session_id: id })).session.visitor_blocked_at);
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
  const account = async (columns: Readonly<Record<string, Date | null>>): Promise<[Caller, string]> => {
    const id = randomUUID();
    const email = `${id}@example.com`;
    const row = { id, email, email_confirmed_at: new Date(), is_anonymous: false, ...columns };
    await database.superuser`insert into auth.users ${database.superuser(row)}`;
    return [database.as({ role: 'authenticated', sub: id, is_anonymous: false }), email];
  };
  const verified = async (caller: Caller): Promise<string | null> => {
    const { id } = await startConversation(caller, world.widget);
    const { session } = await world.agent.rpc('session_details', { session_id: id });
    assert.equal(session.visitor_verified, session.visitor_email !== null);
    return session.visitor_email as string | null;
  };

  it('are verified by an address that a mail was sent to, or another provider vouches for', async () => {
    for (const column of ['confirmation_sent_at', 'invited_at']) {
      const [caller, email] = await account({ [column]: new Date() });
      assert.equal(await verified(caller), email, column);
    }
    for (const [address, vouched, told] of [
      [null, true, true],
      [null, false, false],
      ['other@example.com', true, false],
    ] as const) {
      const [caller, email] = await account({});
      const data = { sub: 'x', email: address ?? email.toUpperCase(), email_verified: vouched };
      await database.superuser`insert into auth.identities (provider_id, user_id, identity_data, provider)
        values (${randomUUID()}, ${caller.id}, ${database.superuser.json(data)}, 'google')`;
      assert.equal(await verified(caller), told ? email : null);
    }
  });

  it('are not, while the address is unconfirmed, or where the project calls every address confirmed', async () => {
    const [waiting] = await account({ email_confirmed_at: null, confirmation_sent_at: new Date() });
    assert.equal(await verified(waiting), null);
    const [automatic, email] = await account({
      recovery_sent_at: new Date(),
      email_change_sent_at: new Date(),
    });
    const data = { sub: 'x', email, email_verified: true };
    await database.superuser`insert into auth.identities (provider_id, user_id, identity_data, provider)
      values (${randomUUID()}, ${automatic.id}, ${database.superuser.json(data)}, 'email')`;
    assert.equal(await verified(automatic), null);
  });

  it('are not by what belongs to somebody else, by no address, or where token and account disagree about being anonymous', async () => {
    const [caller, email] = await account({});
    const [other] = await account({});
    const data = { sub: 'x', email, email_verified: true };
    await database.superuser`insert into auth.identities (provider_id, user_id, identity_data, provider)
      values (${randomUUID()}, ${other.id}, ${database.superuser.json(data)}, 'google')`;
    assert.equal(await verified(caller), null);
    const proof = { confirmation_sent_at: new Date() };
    const [byPhone] = await account(proof);
    await database.superuser`update auth.users set email = '' where id = ${byPhone.id}`;
    assert.equal(await verified(byPhone), null);
    const [guest] = await account(proof);
    await database.superuser`update auth.users set is_anonymous = true where id = ${guest.id}`;
    assert.equal(await verified(guest), null);
    const [member] = await account(proof);
    assert.equal(await verified(database.as({ ...member.claims, is_anonymous: true })), null);
  });

  it('have the name of their account, where they told none, and what a token said of them stays', async () => {
    const [caller] = await account({ confirmation_sent_at: new Date() });
    const profile = database.superuser.json({ full_name: 'Ida Full' });
    await database.superuser`update auth.users set raw_user_meta_data = ${profile} where id = ${caller.id}`;
    const named = async (): Promise<unknown> => {
      const id = randomUUID();
      await caller.rpc('open_session', { widget_id: world.widget, session_id: id });
      const { session } = await world.agent.rpc('session_details', { session_id: id });
      return [session.visitor_name, session.visitor_email];
    };
    assert.equal(((await named()) as string[])[0], 'Ida Full');
    const sub = randomUUID();
    const email = 'signed@example.com';
    await identify(caller, { sub, email });
    assert.deepEqual(await named(), ['Ida Lindqvist', email]);
    await identify(caller, { sub, email, name: undefined });
    assert.deepEqual(await named(), ['Ida Lindqvist', email]);
  });
});

describe('being identified', () => {
  it('changes nothing of anybody else, and nothing at another company', async () => {
    const bystander = await startConversation(await newVisitor(database), world.widget);
    const seen = async (): Promise<unknown> => {
      const { session } = await world.agent.rpc('session_details', { session_id: bystander.id });
      return [session.visitor_name, session.visitor_verified, session.rev];
    };
    const before = await seen();
    const visitor = await newVisitor(database);
    await startConversation(visitor, world.widget);
    await startConversation(visitor, world.otherWidget);
    const theirs = (await world.otherAgent.rpc('rotate_identity_key', { widget_id: world.otherWidget }))
      .key as string;
    const there = sign(claimsFor(world.otherWidget, { sub: 'elsewhere' }), theirs);
    const calls = [
      (): Promise<unknown> => identify(visitor, { sub: randomUUID() }),
      (): Promise<unknown> => visitor.rpc('identify', { widget_id: world.otherWidget, token: there }),
    ];
    for (const call of calls) await call();
    const sessions = await visitor.rpc('my_sessions', { widget_id: world.otherWidget });
    assert.equal(sessions.length, 1);
    assert.deepEqual(await seen(), before);
  });
});
