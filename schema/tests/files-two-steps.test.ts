// Risk: between the two steps of the hosted Storage server, which asks the policies and writes the row when the bytes are
// there, somebody gets past the quotas, a block, or the type of a file.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { refusal } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { completeUpload, mayUpload } from './support/probes.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

describe('an upload in two steps', () => {
  let database: TestDatabase;
  let world: World;
  let session: string;
  const image = (size: number) => ({ metadata: { mimetype: 'image/png', size } });
  const at = (name: string, message: string = randomUUID()): string =>
    `${world.tenant}/${session}/${message}/${name}`;
  const refused = async (
    path: string,
    request: Parameters<typeof completeUpload>[3],
    by = world.visitor,
  ): Promise<string> => (await refusal(completeUpload(database, by, path, request))).code;
  const count = async (): Promise<number> =>
    (await database.owner`select from storage.objects where name like ${`${world.tenant}/${session}/%`}`)
      .length;

  before(async () => {
    database = await startDatabase();
    world = await buildWorld(database);
  });
  after(() => database.stop());
  beforeEach(async () => {
    session = (await startConversation(world.visitor, world.widget)).id;
  });

  it('what is no plain upload fails in both', async () => {
    for (const operation of [
      null,
      '',
      'storage.object.sign_upload_url',
      'storage.object.upload_signed',
      'storage.object.upload_update',
      'storage.object.copy',
      'storage.object.move',
      'storage.tus.upload.create',
      'storage.tus.upload.part',
      'storage.s3.upload',
      'storage.s3.upload.complete_multipart',
      'storage.s3.object.copy',
      'storage.object.upload.something_new',
    ]) {
      assert.equal(
        await mayUpload(database, world.visitor, at('a.png'), { operation }),
        false,
        String(operation),
      );
      assert.equal(
        await mayUpload(database, world.agent, at('a.png'), { operation }),
        false,
        String(operation),
      );
      assert.equal(await refused(at('a.png'), { operation, ...image(1) }), '42501', String(operation));
    }
    const upsert = { headers: { 'x-upsert': 'true' } };
    assert.equal(await mayUpload(database, world.visitor, at('a.png'), upsert), false);
    assert.equal(await refused(at('a.png'), { ...upsert, ...image(1) }), '42501');
  });

  it('two uploads to one place at once leave the first', async () => {
    const path = at('a.png');
    assert.equal(await mayUpload(database, world.visitor, path), true);
    assert.equal(await mayUpload(database, world.visitor, path), true);
    await completeUpload(database, world.visitor, path, image(1));
    assert.equal(await refused(path, image(2)), '23505');
    const [row] = await database.owner`select metadata from storage.objects where name = ${path}`;
    assert.deepEqual(row?.['metadata'], image(1).metadata);
  });

  it('a stored file is not exchanged by the secret key either', async () => {
    const path = at('a.png');
    await completeUpload(database, world.visitor, path, image(1));
    const swap = database.superuser`update storage.objects set version = 'other' where name = ${path}`;
    assert.equal((await refusal(swap)).code, '42501');
    const move = database.superuser`update storage.objects set name = ${at('b.png')} where name = ${path}`;
    assert.equal((await refusal(move)).code, '42501');
    await database.superuser`update storage.objects set last_accessed_at = now() where name = ${path}`;
  });

  it('the row asks again who its owner is in this session, and what its name says', async () => {
    await startConversation(world.otherVisitor, world.widget);
    for (const stranger of [world.otherVisitor, world.otherAgent, world.outsider, world.removedAgent])
      assert.equal(await refused(at('a.png'), image(1), stranger), '42501');
    assert.equal(await refused(at('setup.exe'), { metadata: {} }), '42501');
    assert.equal(await count(), 0);
  });

  it('a file of this name in another bucket is another file', async () => {
    const path = at('a.png');
    await database.superuser`insert into storage.buckets (id, name) values ('other', 'other') on conflict do nothing`;
    await database.superuser`insert into storage.objects (bucket_id, name) values ('other', ${path})`;
    await completeUpload(database, world.visitor, path, image(1));
  });

  it('no file comes into the bucket or leaves it but by an upload and a removal', async () => {
    await database.superuser`insert into storage.buckets (id, name) values ('other', 'other') on conflict do nothing`;
    const [inside, outside] = [at('a.png'), at('b.png')];
    await completeUpload(database, world.visitor, inside, image(1));
    await database.superuser`insert into storage.objects (bucket_id, name) values ('other', ${outside})`;
    const leave = database.superuser`update storage.objects set bucket_id = 'other' where name = ${inside}`;
    assert.equal((await refusal(leave)).code, '42501');
    const enter = database.superuser`update storage.objects set bucket_id = 'global-chat' where name = ${outside}`;
    assert.equal((await refusal(enter)).code, '42501');
  });

  it('nothing is written beside the bytes afterwards; what the secret key wrote there stays usable', async () => {
    const path = at('a.png');
    await completeUpload(database, world.visitor, path, image(1));
    const own = database.superuser`
      update storage.objects set user_metadata = ${database.superuser.json({ any: 'thing' })} where name = ${path}`;
    assert.equal((await refusal(own)).code, '42501');
    const cache = database.superuser`
      update storage.objects set metadata = metadata || '{"cacheControl": "private"}' where name = ${path}`;
    assert.equal((await refusal(cache)).code, '42501');
    const stored = at('b.png');
    await database.superuser`
      insert into storage.objects (bucket_id, name, metadata, user_metadata)
      values ('global-chat', ${stored}, ${database.superuser.json({ mimetype: 'image/png', size: 1 })},
        ${database.superuser.json({ any: 'thing' })})`;
    await database.superuser`update storage.objects set last_accessed_at = now() where name = ${stored}`;
  });

  it('uploads that ended together are counted one by one', async () => {
    await database.owner`update global_widget_config set files_per_day = 3 where id = ${world.widget}`;
    const paths = Array.from({ length: 8 }, (_, index) => at(`${String(index)}.png`));
    for (const path of paths) assert.equal(await mayUpload(database, world.visitor, path), true);
    await Promise.allSettled(paths.map((path) => completeUpload(database, world.visitor, path, image(1))));
    assert.equal(await count(), 3);
    await database.owner`update global_widget_config set files_per_day = 20 where id = ${world.widget}`;
  });

  it('the bytes that were sent count, not those that were announced', async () => {
    await database.owner`update global_widget_config set file_bytes_per_day = 1000 where id = ${world.widget}`;
    await completeUpload(database, world.visitor, at('a.png'), image(600));
    assert.equal(await mayUpload(database, world.visitor, at('b.png')), true);
    assert.equal(await refused(at('b.png'), image(401)), '42501');
    await completeUpload(database, world.visitor, at('b.png'), image(400));
    assert.equal(await mayUpload(database, world.visitor, at('c.png')), false);
    await database.owner`update global_widget_config set file_bytes_per_day = 52428800 where id = ${world.widget}`;
  });

  it('the ceiling of the tenant holds for all its sessions together', async () => {
    await database.owner`delete from global_chat_private.rate_buckets`;
    await database.owner`delete from global_chat_private.usage_counts`;
    // Of 10,000 a visitor may store 1,000, and 9,000 are gone.
    await database.owner`update global_chat_tenants set file_bytes_per_day = 10000 where id = ${world.tenant}`;
    await database.owner`select global_chat_private.count_usage(${world.tenant}, 'file_bytes', 9000)`;
    await completeUpload(database, world.visitor, at('a.png'), image(600));
    session = (await startConversation(world.otherVisitor, world.widget)).id;
    assert.equal(await refused(at('b.png'), image(401), world.otherVisitor), '42501');
    await completeUpload(database, world.otherVisitor, at('b.png'), image(400));
    assert.equal(await mayUpload(database, world.otherVisitor, at('c.png')), false);
    await database.owner`update global_chat_tenants set file_bytes_per_day = default where id = ${world.tenant}`;
  });

  it('a block, and an erasure, reach an upload on its way', async () => {
    const visitor = await newVisitor(database);
    session = (await startConversation(visitor, world.widget)).id;
    assert.equal(await mayUpload(database, visitor, at('a.png')), true);
    const { session: summary } = await world.agent.rpc('session_details', { session_id: session });
    await world.agent.rpc('block_visitor', { visitor_id: summary.visitor_id });
    assert.equal(await refused(at('a.png'), image(1), visitor), '42501');
    await world.agent.rpc('block_visitor', { visitor_id: summary.visitor_id, blocked: false });
    assert.equal(await mayUpload(database, visitor, at('a.png')), true);
    await visitor.rpc('erase_me');
    assert.equal(await refused(at('a.png'), image(1), visitor), '42501');
    assert.equal(await count(), 0);
  });

  it('name and type agree, or nothing is stored', async () => {
    for (const [name, mimetype] of [
      ['setup.exe', 'text/plain'],
      ['page.html', 'text/plain'],
      ['x.svg', 'text/plain'],
      ['photo.png', 'text/plain'],
      ['photo.png', 'text/html'],
      ['photo.png', 'application/octet-stream'],
      ['notes.txt', 'image/png'],
      ['table.csv', 'text/plain'],
      ['setup.exe.txt', 'text/plain'],
      ['page.html.png', 'image/png'],
      ['noextension', 'text/plain'],
      ['dot.', 'text/plain'],
    ] as const) {
      assert.equal(
        await refused(at(name), { metadata: { mimetype, size: 1 } }),
        '42501',
        `${name} as ${mimetype}`,
      );
      if (!name.startsWith('photo') && !/^(notes|table)/.test(name))
        assert.equal(await mayUpload(database, world.visitor, at(name)), false, name);
    }
    for (const [name, mimetype] of [
      ['a.PNG', 'image/png'],
      ['a.jpg', 'image/jpeg'],
      ['a.jpeg', 'image/jpeg'],
      ['a.webp', 'image/webp'],
      ['a.gif', 'image/gif'],
      ['report.2024.final.pdf', 'application/pdf'],
      ['a.txt', 'text/plain'],
      ['a.csv', 'text/csv'],
    ] as const) {
      await completeUpload(database, world.visitor, at(name), { metadata: { mimetype, size: 1 } });
    }
  });

  it('the name that is shown agrees with them', async () => {
    const message = randomUUID();
    const path = at('a.txt', message);
    await completeUpload(database, world.visitor, path, { metadata: { mimetype: 'text/plain', size: 1 } });
    const send = (name: string) =>
      world.visitor.refused('send_message', {
        session_id: session,
        message_id: message,
        content: '',
        attachments: JSON.stringify([{ path, name }]),
      });
    for (const name of [
      'setup.exe',
      'a.png',
      'a',
      'a.html.txt',
      'a\u202etxt.exe',
      'a\u202egnp.txt',
      'a\u2066.txt',
      'a\n.txt',
    ]) {
      const { status, code } = await send(name);
      assert.deepEqual([status, code], [415, 'file_type_not_allowed'], JSON.stringify(name));
      const asked = await world.visitor.refused('attachment_path', {
        session_id: session,
        message_id: message,
        file_name: name === 'a.png' ? 'a.exe' : name,
      });
      assert.deepEqual([asked.status, asked.code], [415, 'file_type_not_allowed'], JSON.stringify(name));
    }
    const answer = await world.visitor.rpc('send_message', {
      session_id: session,
      message_id: message,
      content: '',
      attachments: [{ path, name: 'Gr\u00fc\u00dfe (1).TXT', type: 'text/html' }],
    });
    assert.deepEqual(answer.message.attachments[0], {
      path,
      name: 'Gr\u00fc\u00dfe (1).TXT',
      type: 'text/plain',
      size: 1,
    });
  });

  it('a check tells when the guard is gone', async () => {
    const findings = async (): Promise<string[]> =>
      (await database.owner`select finding from global_chat_private.check_installation()`).map((row) =>
        String(row['finding']),
      );
    assert.ok(!(await findings()).includes('files are not guarded'));
    await database.superuser`alter table storage.objects disable trigger global_chat_guard_new_file`;
    assert.ok((await findings()).includes('files are not guarded'));
  });
});
