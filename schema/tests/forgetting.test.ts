// Risk: something of an erased person stays, or something of another goes with it; retention deletes too much.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { putFile } from './support/probes.ts';
import { broadcasts, buildWorld, newVisitor, send, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

/** Every row anywhere in our schemas, in storage and in Realtime that contains a text. */
async function traces(text: string): Promise<string[]> {
  const tables = await database.superuser<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'global_chat_private', 'realtime') or (schemaname, tablename) = ('storage', 'objects')`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await database.superuser.unsafe(
      `select t::text as row from ${name} t where t::text like $1`,
      [`%${text}%`],
    );
    found.push(...rows.map((row) => `${name}: ${String(row['row']).slice(0, 120)}`));
  }
  return found;
}

async function personWith(
  words: string,
): Promise<{ visitor: Caller; session: string; visitorId: string; file: string }> {
  const visitor = await newVisitor(database);
  const session = randomUUID();
  await visitor.rpc('open_session', {
    widget_id: world.widget,
    session_id: session,
    visitor: { name: `${words} Name`, email: `${words}@example.com` },
  });
  const { message } = await send(visitor, session, `Text with ${words}`);
  await world.agent.rpc('add_note', { session_id: session, content: `Note on ${words}` });
  const file = `${world.tenant}/${session}/${message.id as string}/${words}.png`;
  await putFile(database, file, 10, 'image/png');
  const { session: summary } = await world.agent.rpc('session_details', { session_id: session });
  return { visitor, session, visitorId: summary.visitor_id as string, file };
}

describe('erasing', () => {
  it('by an admin leaves nothing of the person but the path of their file', async () => {
    const other = await personWith('unrelated');
    const { visitor, session, visitorId, file } = await personWith('quokka');
    const second = await startConversation(visitor, world.widget, ['More quokka']);
    assert.ok((await traces('quokka')).length >= 4);
    const answer = await world.admin.rpc('erase_visitor', { visitor_id: visitorId });
    assert.deepEqual([answer.sessions, answer.messages, answer.notes, answer.files], [2, 2, 1, [file]]);
    const left = await traces('quokka');
    assert.deepEqual(left.map((row) => row.split(':')[0]).sort(), [
      'global_chat_private.erased_files',
      'storage.objects',
    ]);
    for (const id of [visitorId, visitor.id]) {
      const remaining = (await traces(id)).filter((row) => !row.startsWith('global_chat_private.audit_log'));
      assert.deepEqual(remaining, []);
    }
    assert.equal((await visitor.refused('sync', { session_id: session })).code, 'not_found');
    assert.equal((await broadcasts(database, `session:${second.id}`)).at(-1)?.event, 'erased');
    assert.equal((await other.visitor.rpc('sync', { session_id: other.session })).messages.length, 1);
    assert.ok((await traces('unrelated')).length >= 2);

    const [entry] = await world.admin.rpc('audit_log', { tenant_id: world.tenant });
    assert.deepEqual(
      [entry.action, entry.actor, entry.subject],
      ['erase_visitor', world.admin.id, visitorId],
    );
    assert.deepEqual(entry.counts, { sessions: 2, messages: 2, notes: 1, files: 1 });
  });

  it('lets whoever erased remove the file, and nobody else', async () => {
    const { visitor, file } = await personWith('bilby');
    const answer = await visitor.rpc('erase_me');
    assert.deepEqual(answer, { sessions: 1, messages: 1, files: [file] });
    const remove = (caller: Caller): Promise<number> =>
      caller.act(async (sql) => {
        await sql`select set_config('storage.allow_delete_query', 'true', true),
          set_config('storage.operation', 'storage.object.delete_many', true)`;
        return (await sql`delete from storage.objects where name = ${file} returning name`).length;
      });
    for (const caller of [world.agent, world.otherVisitor, world.outsider])
      assert.equal(await remove(caller), 0);
    assert.ok((await world.service.rpc('leftover_files')).includes(file));
    assert.equal(await remove(visitor), 1);
    assert.equal((await world.service.rpc('leftover_files')).includes(file), false);
  });

  it('by the visitor reaches every tenant and every name they had', async () => {
    const visitor = await newVisitor(database);
    await startConversation(visitor, world.widget, ['wombat here']);
    await startConversation(visitor, world.otherWidget, ['wombat there']);
    const { files: _files, ...amounts } = await visitor.rpc('erase_me');
    assert.deepEqual(amounts, { sessions: 2, messages: 2 });
    assert.deepEqual(await traces('wombat'), []);
    assert.deepEqual(await visitor.rpc('erase_me'), { sessions: 0, messages: 0, files: [] });
    assert.deepEqual(await visitor.rpc('my_sessions', { widget_id: world.widget }), []);
    await startConversation(visitor, world.widget, ['A new beginning']);
  });

  it('is refused to agents, other tenants and strangers', async () => {
    const { visitorId } = await personWith('numbat');
    assert.equal((await world.agent.refused('erase_visitor', { visitor_id: visitorId })).code, 'not_allowed');
    for (const caller of [
      world.otherAgent,
      world.outsider,
      world.removedAgent,
      world.anonymousMember,
      world.otherVisitor,
    ]) {
      assert.equal((await caller.refused('erase_visitor', { visitor_id: visitorId })).code, 'not_found');
    }
    assert.equal(
      (await world.admin.refused('erase_visitor', { visitor_id: randomUUID() })).code,
      'not_found',
    );
    assert.equal((await world.anon.refused('erase_me')).code, '42501');
    const nobody = database.as({ role: 'authenticated' });
    assert.equal((await nobody.refused('erase_me')).code, 'not_signed_in');
    assert.equal((await nobody.refused('erase_visitor', { visitor_id: visitorId })).code, 'not_signed_in');
    assert.equal((await world.agent.refused('audit_log', { tenant_id: world.tenant })).code, 'not_allowed');
    assert.equal(
      (await world.otherAgent.refused('audit_log', { tenant_id: world.tenant })).code,
      'not_allowed',
    );
  });
});

describe('retention', () => {
  const age = (session: string, days: number): Promise<unknown> =>
    database.owner`update global_chat_sessions set created_at = now() - make_interval(days => ${days}),
      last_message_at = now() - make_interval(days => ${days}), updated_at = now() - make_interval(days => ${days}),
      resolved_at = case when status = 'resolved' then now() - make_interval(days => ${days}) end where id = ${session}`;
  const resolve = (session: string): Promise<unknown> =>
    world.agent.rpc('update_session', { session_id: session, changes: { status: 'resolved' } });

  it('deletes old resolved sessions, after telling so, and nothing else', async () => {
    await database.owner`update global_chat_tenants set retention_days = 30 where id = ${world.tenant}`;
    const old = await personWith('dugong');
    await resolve(old.session);
    await age(old.session, 31);
    await database.owner`update global_chat_visitors set last_seen_at = now() - interval '31 days' where id = ${old.visitorId}`;
    const young = await personWith('echidna');
    await resolve(young.session);
    await age(young.session, 29);
    const open = await personWith('potoroo');
    await age(open.session, 400);
    const elsewhere = await startConversation(await newVisitor(database), world.otherWidget, ['kept']);
    await world.otherAgent.rpc('update_session', {
      session_id: elsewhere.id,
      changes: { status: 'resolved' },
    });
    await age(elsewhere.id, 4000);

    const planned = await world.service.rpc('apply_retention', { dry_run: true });
    assert.deepEqual(planned, [
      { tenant_id: world.tenant, sessions: 1, messages: 1, notes: 1, files: 1, visitors: 1 },
    ]);
    assert.deepEqual(
      await world.service.rpc('apply_retention'),
      planned,
      'without an argument it is a dry run',
    );
    assert.deepEqual(
      await world.service.rpc('apply_retention', { dry_run: null }),
      planned,
      'and with nothing for one, too',
    );
    assert.deepEqual(await world.service.rpc('apply_retention', { dry_run: false }), planned);
    assert.deepEqual((await traces('dugong')).map((row) => row.split(':')[0]).sort(), [
      'global_chat_private.erased_files',
      'storage.objects',
    ]);
    for (const kept of ['echidna', 'potoroo']) assert.ok((await traces(kept)).length >= 2);
    assert.deepEqual(await world.service.rpc('apply_retention', { dry_run: false }), []);
    const [entry] = await world.admin.rpc('audit_log', { tenant_id: world.tenant });
    assert.equal(entry.action, 'apply_retention');
  });

  it('is for the secret key alone', async () => {
    for (const caller of [world.anon, world.visitor, world.agent, world.admin, world.otherAgent]) {
      assert.equal((await caller.refused('apply_retention', { dry_run: true })).code, '42501');
      assert.equal((await caller.refused('leftover_files')).code, '42501');
      assert.equal((await caller.refused('leftover_users')).code, '42501');
    }
  });
});

describe('uploads that no message carries', () => {
  it('are left over after a week; a message keeps its files until it is deleted', async () => {
    const { visitor, session } = await personWith('quoll');
    const uploaded = async (days: number): Promise<{ id: string; path: string }> => {
      const id = randomUUID();
      const { path } = await visitor.rpc('attachment_path', {
        session_id: session,
        message_id: id,
        file_name: 'list.txt',
      });
      await putFile(database, path, 5, 'text/plain');
      await database.superuser`
        update storage.objects set created_at = now() - make_interval(days => ${days}) where name = ${path}`;
      return { id, path };
    };
    const [old, young, sent] = [await uploaded(8), await uploaded(6), await uploaded(8)];
    await visitor.rpc('send_message', {
      session_id: session,
      message_id: sent.id,
      content: '',
      attachments: [{ path: sent.path, name: 'list.txt', type: 'text/plain', size: 5 }],
    });
    const isLeft = async (): Promise<boolean[]> => {
      const left: string[] = await world.service.rpc('leftover_files');
      return [old, young, sent].map(({ path }) => left.includes(path));
    };
    assert.deepEqual(await isLeft(), [true, false, false]);
    await visitor.rpc('delete_message', { message_id: sent.id });
    assert.deepEqual(await isLeft(), [true, false, true]);
  });
});

describe('blocking', () => {
  it('stops writing, keeps reading, tells the team and can be undone', async () => {
    const { visitor, session, visitorId } = await personWith('kowari');
    const said = (await visitor.rpc('sync', { session_id: session })).messages[0].id as string;
    const blocked = await world.agent.rpc('block_visitor', { visitor_id: visitorId });
    assert.ok(blocked.blocked_at);
    for (const [rpc, args] of [
      ['send_message', { session_id: session, message_id: randomUUID(), content: 'x' }],
      ['open_session', { widget_id: world.widget, session_id: randomUUID() }],
      ['update_visitor', { session_id: session, visitor: { name: 'x' } }],
      ['delete_message', { message_id: said }],
      ['edit_message', { message_id: said, content: 'x' }],
      ['rate_session', { session_id: session, score: 1 }],
    ] as const) {
      const refused = await visitor.refused(rpc, args);
      assert.deepEqual([refused.status, refused.code], [403, 'blocked'], rpc);
    }
    assert.equal((await visitor.rpc('sync', { session_id: session })).messages.length, 1);
    const summary = (await world.agent.rpc('session_details', { session_id: session })).session;
    assert.equal(summary.visitor_blocked_at, blocked.blocked_at);
    assert.deepEqual([summary.rev, summary.team_rev], [2, 1]);
    assert.equal(
      (await world.agent.rpc('block_visitor', { visitor_id: visitorId })).blocked_at,
      blocked.blocked_at,
    );
    const again = (await world.agent.rpc('session_details', { session_id: session })).session;
    assert.equal(again.team_rev, summary.team_rev, 'nothing new for the team');
    assert.equal(
      (await world.agent.rpc('block_visitor', { visitor_id: visitorId, blocked: false })).blocked_at,
      null,
    );
    assert.equal((await send(visitor, session, 'Back')).rev, 3);
    const told = (await broadcasts(database, `session:${session}`)).map(
      ({ payload }) => payload.rev as number,
    );
    assert.deepEqual(told, [1, 2, 3]);
  });

  it('is for agents of the tenant', async () => {
    const { visitorId } = await personWith('mulgara');
    for (const caller of [
      world.otherAgent,
      world.outsider,
      world.removedAgent,
      world.anonymousMember,
      world.otherVisitor,
    ]) {
      assert.equal((await caller.refused('block_visitor', { visitor_id: visitorId })).code, 'not_found');
    }
  });
});
