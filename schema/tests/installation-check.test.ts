// Risk: the owner of a project is not told that something in it lets strangers in, or keeps visitors out.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';

let database: TestDatabase;
before(async () => {
  database = await startDatabase();
});
after(() => database.stop());

const findings = async (finding: string): Promise<{ object: string; advice: string }[]> => [
  ...(await database.owner<{ object: string; advice: string }[]>`
    select object, advice from global_chat_private.check_installation() where finding = ${finding}`),
];

describe('the check of an installation', () => {
  it('tells of sign-ups that nobody confirmed, and of no others', async () => {
    const add = (mailed: boolean, meta: object): Promise<unknown> =>
      database.superuser`
        insert into auth.users (id, email, email_confirmed_at, confirmation_sent_at, raw_user_meta_data, raw_app_meta_data)
        values (${randomUUID()}, ${`${randomUUID()}@example.com`}, now(), ${mailed ? new Date() : null},
          ${database.superuser.json(meta as never)}, '{"provider": "email"}')`;
    await add(false, { email_verified: true });
    assert.deepEqual(await findings('addresses look unconfirmed'), [], 'an admin made this account');
    await add(false, { sub: 'x', email: 'x' });
    assert.equal((await findings('addresses look unconfirmed')).length, 1);
    await add(true, { sub: 'y', email: 'y' });
    assert.deepEqual(await findings('addresses look unconfirmed'), []);
  });

  it('tells of triggers on new users', async () => {
    assert.deepEqual(await findings('trigger may fail for anonymous sign-ins'), []);
    await database.superuser.unsafe(`
      create function public.handle_new_user() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
      create trigger on_auth_user_updated after update on auth.users for each row execute function public.handle_new_user()`);
    const told = await findings('trigger may fail for anonymous sign-ins');
    assert.deepEqual(
      told.map(({ object }) => object),
      ['on_auth_user_created on auth.users'],
    );
  });

  it('says how to add an admin in the words that work there', async () => {
    const [tenant] =
      await database.owner`insert into global_chat_tenants (slug, name) values ('empty', 'Empty') returning id`;
    const [told] = await findings('tenant without an admin');
    assert.equal(told?.object, 'empty');
    await database.superuser`insert into auth.users (id, email, email_confirmed_at) values (${randomUUID()}, 'mara@example.com', now())`;
    await database.owner.unsafe(String(told?.advice).replace("'…'", "'mara@example.com'"));
    const [agent] =
      await database.owner`select role from global_chat_agents where tenant_id = ${String(tenant?.['id'])}`;
    assert.equal(agent?.['role'], 'admin');
  });
});
