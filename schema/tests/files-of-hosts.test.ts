// Risk: our rules for files open a bucket of the host's own, or close it; removing a file shows those of others.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Caller } from './support/caller.ts';
import { refusal } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { putFile } from './support/probes.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
let visitor: Caller;
/** A path as our bucket has them. */
let path: string;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  visitor = await newVisitor(database);
  const { id, messages } = await startConversation(visitor, world.widget);
  path = `${world.tenant}/${id}/${String(messages[0]?.id)}/photo.png`;
  await database.superuser`insert into storage.buckets (id, name) values ('host', 'host')`;
});
after(() => database.stop());

interface Wanted {
  readonly operation: string;
  readonly statement: string;
  readonly values?: readonly unknown[];
}

/** What the Storage server asks for somebody who does something. */
const ask = (caller: Caller, { operation, statement, values = [] }: Wanted): Promise<unknown[]> =>
  caller.act(async (sql) => {
    await sql`select set_config('storage.operation', ${operation}, true),
      set_config('storage.allow_delete_query', 'true', true)`;
    return [...(await sql.unsafe(statement, values as never[]))];
  });
const seen = (bucket: string, operation = 'storage.object.get'): Wanted => ({
  operation,
  statement: 'select name from storage.objects where bucket_id = $1',
  values: [bucket],
});
const added = (bucket: string, name: string, owner: Caller): Wanted => ({
  operation: 'storage.object.upload',
  statement: 'insert into storage.objects (bucket_id, name, owner_id) values ($1, $2, $3) returning name',
  values: [bucket, name, owner.id],
});
const removed = (bucket: string): Wanted => ({
  operation: 'storage.object.delete',
  statement: 'delete from storage.objects where bucket_id = $1 returning name',
  values: [bucket],
});

describe('a bucket of the host', () => {
  it('is not opened by our policies, though its files are named like ours', async () => {
    await database.superuser`insert into storage.objects (bucket_id, name, owner_id) values ('host', ${path}, ${visitor.id})`;
    await database.owner`insert into global_chat_private.erased_files (path, erased_by) values (${path}, ${visitor.id})`;
    assert.deepEqual(await ask(visitor, seen('host', 'storage.object.delete')), []);
    assert.deepEqual(await ask(visitor, removed('host')), []);
    // Without a condition and without a row in return, what may be read is not asked.
    await ask(visitor, { ...removed('host'), statement: 'delete from storage.objects', values: [] });
    assert.equal((await database.superuser`select from storage.objects where bucket_id = 'host'`).length, 1);
    await database.owner`delete from global_chat_private.erased_files`;
    assert.deepEqual(await ask(visitor, seen('host')), []);
    const other = added('host', path.replace('photo', 'other'), visitor);
    for (const statement of [other.statement, other.statement.replace('returning name', '')])
      assert.equal((await refusal(ask(visitor, { ...other, statement }))).code, '42501');
  });

  it('has none of its files handed out with a message that is deleted', async () => {
    await visitor.rpc('delete_message', { message_id: path.split('/')[2] });
    assert.equal((await database.owner`select from global_chat_private.erased_files`).length, 0);
  });

  it('stays as open as the host makes it', async () => {
    await database.superuser`create policy "Host: all of its own" on storage.objects to authenticated
      using (bucket_id = 'host') with check (bucket_id = 'host')`;
    const { outsider } = world;
    assert.deepEqual(await ask(outsider, added('host', 'theirs.txt', outsider)), [{ name: 'theirs.txt' }]);
    assert.equal((await ask(outsider, seen('host'))).length, 2);
    assert.equal((await ask(outsider, removed('host'))).length, 2);
    await database.superuser`drop policy "Host: all of its own" on storage.objects`;
  });
});

describe('removing', () => {
  it('shows nobody what others may remove', async () => {
    const { id } = await startConversation(visitor, world.widget);
    const name = `${world.tenant}/${id}/${randomUUID()}/photo.png`;
    await putFile(database, name, 10, 'image/png');
    await visitor.rpc('erase_me');
    for (const [caller, amount] of [
      [visitor, 1],
      [world.otherVisitor, 0],
      [world.outsider, 0],
      [world.agent, 0],
    ] as const) {
      assert.equal((await ask(caller, seen('global-chat', 'storage.object.delete'))).length, amount);
      assert.equal((await ask(caller, seen('global-chat'))).length, 0);
    }
  });
});

it('a deleted message releases its own files, and none of a message before or behind it', async () => {
  const author = await newVisitor(database);
  const { id } = await startConversation(author, world.widget);
  const tail = randomUUID().slice(8);
  const messages = ['00000000', '88888888', 'ffffffff'].map((head) => `${head}${tail}`);
  for (const message_id of messages) {
    const file = `${world.tenant}/${id}/${message_id}/a.png`;
    await putFile(database, file, 5, 'image/png');
    await author.rpc('send_message', {
      session_id: id,
      message_id,
      content: '',
      attachments: [{ path: file }],
    });
  }
  await author.rpc('delete_message', { message_id: messages[1] });
  const released = await database.owner`
    select path from global_chat_private.erased_files where path like ${`%/${id}/%`}`;
  assert.deepEqual([...released], [{ path: `${world.tenant}/${id}/${String(messages[1])}/a.png` }]);
});

describe('whoever lists our bucket', () => {
  it('has the long question asked for files of their own conversations alone', async () => {
    const { superuser } = database;
    const author = await newVisitor(database);
    const { id } = await startConversation(author, world.widget);
    await putFile(database, `${world.tenant}/${id}/${randomUUID()}/listed.png`, 5, 'image/png');
    // Also where the host lets everybody read everything: no message carries this file yet.
    await superuser`create policy "Host: all to read" on storage.objects for select to authenticated using (true)`;
    for (const caller of [author, world.agent, world.otherVisitor])
      assert.ok(!JSON.stringify(await ask(caller, seen('global-chat'))).includes('listed.png'));
    await superuser`drop policy "Host: all to read" on storage.objects`;
    const [before] = await superuser<{ asks: string }[]>`
      select pg_get_functiondef('global_chat_private.may_see_file'::regproc) as asks`;
    await superuser.unsafe(`create or replace function global_chat_private.may_see_file(path text, owner_id text)
      returns boolean language plpgsql as $$ begin raise exception 'asked'; end $$`);
    try {
      for (const stranger of [world.otherVisitor, world.otherAgent, world.outsider, world.removedAgent])
        assert.deepEqual(await ask(stranger, seen('global-chat')), []);
      for (const participant of [author, world.agent])
        assert.match((await refusal(ask(participant, seen('global-chat')))).message, /asked/);
    } finally {
      await superuser.unsafe(String(before?.asks));
    }
  });
});
