// Risk: an installation of an earlier release loses something, or works less well than a fresh one, after the upgrade.
// Its data is made by its own functions, before the newer schema comes.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import { applyMigrations } from '../../packages/local/src/bootstrap/migrations.ts';
import { migrations } from '../src/index.ts';
import type { Answer, Caller } from './support/caller.ts';
import { describeCatalog } from './support/catalog.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { underTest } from './support/mutants.ts';
import { mayUpload, putFile } from './support/probes.ts';
import { claimsFor, sign } from './support/tokens.ts';

const RELEASES = new URL('../versions/', import.meta.url);

/** Everything of a tenant, as the release that made it left it. */
interface Filled {
  readonly tenant: string;
  readonly widget: string;
  readonly key: string;
  readonly admin: Caller;
  readonly agent: Caller;
  readonly visitor: Caller;
  /** Wrote anonymously in one browser and was known in another. */
  readonly known: Caller;
  readonly knownElsewhere: Caller;
  readonly blocked: Caller;
  readonly session: string;
  readonly file: string;
  readonly merged: readonly string[];
  readonly closed: string;
}

async function person(database: TestDatabase, email?: string): Promise<Caller> {
  const id = randomUUID();
  const anonymous = email === undefined;
  await database.superuser`insert into auth.users (id, email, is_anonymous, email_confirmed_at)
    values (${id}, ${email ?? null}, ${anonymous}, ${anonymous ? null : new Date()})`;
  return database.as({ role: 'authenticated', sub: id, is_anonymous: anonymous });
}

async function say(caller: Caller, session: string, content: string): Promise<string> {
  const id = randomUUID();
  await caller.rpc('send_message', { session_id: session, message_id: id, content });
  return id;
}

async function open(caller: Caller, widget: string, content: string): Promise<string> {
  const id = randomUUID();
  await caller.rpc('open_session', { widget_id: widget, session_id: id, visitor: { name: 'Ida' } });
  await say(caller, id, content);
  return id;
}

async function sendFile(database: TestDatabase, caller: Caller, session: string): Promise<string> {
  const id = randomUUID();
  const { path } = await caller.rpc('attachment_path', {
    session_id: session,
    message_id: id,
    file_name: 'photo.png',
  });
  await putFile(database, path, 1234, 'image/png');
  await caller.rpc('send_message', {
    session_id: session,
    message_id: id,
    content: '',
    attachments: [{ path, name: 'photo.png' }],
  });
  return path as string;
}

async function fill(database: TestDatabase): Promise<Filled> {
  const admin = await person(database, 'admin@example.com');
  const agent = await person(database, 'agent@example.com');
  const service = database.as({ role: 'service_role' });
  const { tenant_id: tenant, widget_id: widget } = await service.rpc('create_tenant', {
    slug: 'acme',
    name: 'Acme',
    admin_id: admin.id,
    admin_name: 'Mara',
  });
  await service.rpc('add_agent', {
    tenant_id: tenant,
    user_id: agent.id,
    role: 'agent',
    display_name: 'Tom',
  });
  await admin.rpc('invite_agent', { tenant_id: tenant, email: 'new@example.com', role: 'agent' });
  await agent.rpc('save_canned_reply', {
    tenant_id: tenant,
    shortcut: 'hi',
    content: 'Hello!',
    shared: true,
  });
  const { key } = await admin.rpc('rotate_identity_key', { widget_id: widget });

  const visitor = await person(database);
  const session = await open(visitor, widget, 'Hello');
  const file = await sendFile(database, visitor, session);
  await say(agent, session, 'Good day');
  await visitor.rpc('edit_message', {
    message_id: await say(visitor, session, 'Wrong'),
    content: 'Right',
  });
  await visitor.rpc('delete_message', { message_id: await say(visitor, session, 'Never mind') });
  await agent.rpc('add_note', { session_id: session, content: 'Be kind' });
  await agent.rpc('update_session', {
    session_id: session,
    changes: { tags: ['vip'], assigned_to: agent.id },
  });

  const [known, knownElsewhere] = [await person(database), await person(database)];
  const token = sign(claimsFor(widget), key);
  const merged = [
    await open(known, widget, 'From my phone'),
    await open(knownElsewhere, widget, 'At my desk'),
  ] as const;
  await agent.rpc('mark_read', { session_id: merged[1], seq: 1 });
  await say(agent, merged[0], 'Read');
  await known.rpc('mark_read', { session_id: merged[0], seq: 2 });
  await say(agent, merged[0], 'Not read');
  await agent.rpc('delete_message', { message_id: await say(agent, merged[0], 'Never mind') });
  await known.rpc('identify', { widget_id: widget, token });
  await knownElsewhere.rpc('identify', { widget_id: widget, token });

  const blocked = await person(database);
  const closed = await open(blocked, widget, 'Spam');
  const details = await agent.rpc('session_details', { session_id: closed });
  await agent.rpc('block_visitor', { visitor_id: details.session.visitor_id });
  return {
    tenant,
    widget,
    key,
    admin,
    agent,
    visitor,
    known,
    knownElsewhere,
    blocked,
    session,
    file,
    merged,
    closed,
  };
}

/** What people can read of it, by what every release answers. */
async function readable({
  tenant,
  widget,
  admin,
  agent,
  visitor,
  known,
  blocked,
  session,
}: Filled): Promise<Answer> {
  const words = async (caller: Caller): Promise<Answer> =>
    (await caller.rpc('sync', { session_id: session, since_rev: 0 })).messages.map((message: Answer) => [
      message.seq,
      message.sender_type,
      message.sender_name,
      message.content,
      message.attachments,
      message.created_at,
      message.edited_at,
      message.deleted_at,
    ]);
  const ids = (sessions: Answer[]): string[] => sessions.map(({ id }) => String(id)).sort();
  return {
    visitor: await words(visitor),
    agent: await words(agent),
    own: ids(await visitor.rpc('my_sessions', { widget_id: widget })),
    known: ids(await known.rpc('my_sessions', { widget_id: widget })),
    blocked: ids(await blocked.rpc('my_sessions', { widget_id: widget })),
    notes: (await agent.rpc('session_details', { session_id: session })).notes,
    inbox: ids((await agent.rpc('list_sessions', { tenant_id: tenant })).sessions),
    replies: await agent.rpc('list_canned_replies', { tenant_id: tenant }),
    invitations: (await admin.rpc('list_invitations', { tenant_id: tenant })).map(
      ({ email }: Answer) => email,
    ),
    team: await admin.rpc('team', { tenant_id: tenant }),
  };
}

for (const name of (await readdir(RELEASES)).sort()) {
  describe(`an installation of ${name.replace('.sql', '')}`, () => {
    let database: TestDatabase;
    let filled: Filled;
    let held: Answer;

    before(async () => {
      database = await startDatabase({ bare: true });
      const editor = postgres(database.url('postgres'), { max: 1, onnotice: () => undefined });
      await editor.unsafe(await readFile(new URL(name, RELEASES), 'utf8')).simple();
      await editor.end();
      filled = await fill(database);
      held = await readable(filled);
      for (let run = 0; run < 2; run++)
        await applyMigrations(database.url('postgres'), underTest(await migrations()));
    });
    after(() => database.stop());

    it('becomes what a fresh installation is', async () => {
      const fresh = await startDatabase();
      const expected = await describeCatalog(fresh.superuser);
      await fresh.stop();
      assert.deepEqual(await describeCatalog(database.superuser), expected);
    });

    it('keeps what everybody could read', async () => {
      assert.deepEqual(await readable(filled), held);
      assert.equal(held.visitor.length, 5);
      assert.deepEqual(held.known, [...filled.merged].sort());
    });

    it('counts what is unread in conversations of before', async () => {
      const { agent, visitor, known, widget, session, merged } = filled;
      const { sessions } = await agent.rpc('list_sessions', { tenant_id: filled.tenant });
      const byTeam = new Map(sessions.map((row: Answer) => [row.id, row.agent_unread]));
      // After the team's answer one message was written, and one more that is deleted.
      assert.deepEqual([byTeam.get(session), ...merged.map((id) => byTeam.get(id))], [1, 0, 0]);
      const [own] = await visitor.rpc('my_sessions', { widget_id: widget });
      assert.equal(own.visitor_unread, 0);
      const byVisitor = (await known.rpc('my_sessions', { widget_id: widget })).map((row: Answer) => [
        row.id,
        row.visitor_unread,
      ]);
      assert.deepEqual(byVisitor.sort(), merged.map((id, place) => [id, place === 0 ? 1 : 0]).sort());
    });

    it('goes on: messages, files, notes, new sessions', async () => {
      const { agent, visitor, session, widget } = filled;
      await say(visitor, session, 'Are you there?');
      await say(agent, session, 'Always');
      await sendFile(database, visitor, session);
      await agent.rpc('add_note', { session_id: session, content: 'Still kind' });
      const { messages } = await agent.rpc('sync', { session_id: session, since_rev: 0 });
      assert.deepEqual(
        messages.map(({ seq }: Answer) => seq),
        [1, 2, 3, 4, 5, 6, 7, 8],
      );
      await open(visitor, widget, 'Another thing');
      assert.equal((await visitor.rpc('my_sessions', { widget_id: widget })).length, 2);
    });

    it('still knows who is who, in every browser', async () => {
      const { known, knownElsewhere, widget, key, merged } = filled;
      await known.rpc('identify', { widget_id: widget, token: sign(claimsFor(widget), key) });
      for (const session of merged) {
        await say(known, session, 'Me');
        await say(knownElsewhere, session, 'Also me');
      }
    });

    it('still holds a block, and lifts it', async () => {
      const { blocked, agent, closed, widget } = filled;
      const message = { session_id: closed, message_id: randomUUID(), content: 'More spam' };
      assert.equal((await blocked.refused('send_message', message)).code, 'blocked');
      assert.equal(
        (await blocked.refused('open_session', { widget_id: widget, session_id: randomUUID() })).code,
        'blocked',
      );
      const details = await agent.rpc('session_details', { session_id: closed });
      await agent.rpc('block_visitor', { visitor_id: details.session.visitor_id, blocked: false });
      await blocked.rpc('send_message', message);
    });

    it('gives its files to those of the session, and forgets them with it', async () => {
      const { visitor, known, agent, file } = filled;
      const seen = async (caller: Caller): Promise<number> =>
        (await caller.query('select name from storage.objects where name = $1', [file])).length;
      assert.deepEqual([await seen(visitor), await seen(agent), await seen(known)], [1, 1, 0]);
      const forgotten = await visitor.rpc('erase_me');
      assert.ok((forgotten.files as string[]).includes(file));
      assert.equal(await mayUpload(database, visitor, file), false);
    });
  });
}
