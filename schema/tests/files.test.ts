// Risk: a file is read, overwritten, planted or disguised by somebody who should not. Paths, quotas, and what a message may carry.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { refusal } from './support/caller.ts';
import type { Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { mayUpload, putFile } from './support/probes.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
let session: string;
const message = randomUUID();

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  session = (await startConversation(world.visitor, world.widget)).id;
  await startConversation(world.otherVisitor, world.widget);
});
after(() => database.stop());

const path = (file = 'photo.png', of = message): string => `${world.tenant}/${session}/${of}/${file}`;

describe('uploading', () => {
  for (const [name, may] of [
    ['visitor', true],
    ['agent', true],
    ['admin', true],
    ['otherVisitor', false],
    ['otherAgent', false],
    ['outsider', false],
    ['removedAgent', false],
    ['anonymousMember', false],
    ['anon', false],
  ] as const) {
    it(`${name} ${may ? 'may' : 'may not'} put a file into the session`, async () => {
      assert.equal(await mayUpload(database, world[name], path()), may);
    });
  }

  it('paths that leave their place are refused', async () => {
    const foreign = (await startConversation(world.otherVisitor, world.widget)).id;
    assert.equal(
      await mayUpload(database, world.visitor, `${world.tenant}/${foreign}/${message}/a.png`),
      false,
    );
    for (const bad of [
      `${world.otherTenant}/${session}/${message}/a.png`,
      `${session}/${message}/a.png`,
      `${world.tenant}/${session}/a.png`,
      path('../a.png'),
      path('..'),
      path('.hidden'),
      path('a/b.png'),
      path('a b.png'),
      path('a\n.png'),
      path('ä.png'),
      path(''),
      path(`${'x'.repeat(97)}.png`),
      `/${path()}`,
      `${path()}/`,
      path().toUpperCase(),
      `${world.tenant}/${session}/not-a-message-id-not-a-message-id-/a.png`,
      `${world.tenant}/${session}/${message.replace(/-/g, '')}----/a.png`,
    ]) {
      assert.equal(await mayUpload(database, world.visitor, bad), false, bad);
      assert.equal(await mayUpload(database, world.agent, bad), false, bad);
    }
  });

  it('a blocked visitor puts none, and asks for no path; the team still may', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget);
    const file = `${world.tenant}/${id}/${randomUUID()}/a.png`;
    assert.equal(await mayUpload(database, visitor, file), true);
    const { session: summary } = await world.agent.rpc('session_details', { session_id: id });
    await world.agent.rpc('block_visitor', { visitor_id: summary.visitor_id });
    assert.equal(await mayUpload(database, visitor, file), false);
    const wanted = { session_id: id, message_id: randomUUID(), file_name: 'a.png' };
    assert.equal((await visitor.refused('attachment_path', wanted)).status, 403);
    assert.equal(await mayUpload(database, world.agent, file), true);
    await world.agent.rpc('block_visitor', { visitor_id: summary.visitor_id, blocked: false });
    assert.equal(await mayUpload(database, visitor, file), true);
  });

  it('a file cannot be put in the name of somebody else', async () => {
    assert.equal(await mayUpload(database, world.visitor, path(), { owner: world.agent.id }), false);
  });

  it('ends with the quota of the session and day', async () => {
    const own = (await startConversation(world.visitor, world.widget)).id;
    const at = (index: number): string => `${world.tenant}/${own}/${message}/${String(index)}.png`;
    for (let index = 0; index < 19; index++) await putFile(database, at(index), 10, 'image/png');
    assert.equal(await mayUpload(database, world.visitor, at(19)), true);
    await putFile(database, at(19), 10, 'image/png');
    assert.equal(await mayUpload(database, world.visitor, at(20)), false);
    const call = world.visitor.refused('attachment_path', {
      session_id: own,
      message_id: message,
      file_name: 'x.png',
    });
    assert.deepEqual([(await call).status, (await call).code], [403, 'upload_not_allowed']);
    const again = { session_id: own, message_id: message, file_name: '19.png' };
    assert.deepEqual(await world.visitor.rpc('attachment_path', again), { path: at(19) });
    assert.deepEqual((await world.otherVisitor.refused('attachment_path', again)).status, 404);
    await database.superuser`update storage.objects set created_at = now() - interval '25 hours' where name = ${at(0)}`;
    assert.equal(await mayUpload(database, world.visitor, at(20)), true);
    await putFile(database, at(21), 52_428_800, 'image/png');
    await database.superuser`update storage.objects set created_at = now() - interval '25 hours' where name = ${at(2)}`;
    assert.equal(await mayUpload(database, world.visitor, at(20)), false);
  });

  it('ends when files are switched off, for visitors', async () => {
    await database.owner`update global_widget_config set attachments = false where id = ${world.widget}`;
    assert.equal(await mayUpload(database, world.visitor, path()), false);
    assert.equal(await mayUpload(database, world.agent, path()), true);
    await database.owner`update global_widget_config set attachments = true where id = ${world.widget}`;
  });

  it('the bucket is private, small and takes only harmless types', async () => {
    const [bucket] = await database.owner`select * from storage.buckets where id = 'global-chat'`;
    assert.equal(bucket?.['public'], false);
    assert.equal(bucket?.['file_size_limit'], 10_485_760);
    assert.ok(!(bucket?.['allowed_mime_types'] as string[]).some((type) => /svg|html|xml|script/.test(type)));
  });
});

describe('reading', () => {
  before(async () => {
    for (const name of ['there.png', 'unsent.png']) await putFile(database, path(name), 100, 'image/png');
    await world.visitor.rpc('send_message', {
      session_id: session,
      message_id: message,
      content: '',
      attachments: [{ path: path('there.png') }],
    });
  });
  const names = async (caller: Caller, name = 'there.png'): Promise<number> => {
    const query = `select name from storage.objects where bucket_id = 'global-chat' and name = $1`;
    return (await caller.query(query, [path(name)])).length;
  };
  for (const [name, sees] of [
    ['visitor', 1],
    ['agent', 1],
    ['otherVisitor', 0],
    ['otherAgent', 0],
    ['outsider', 0],
    ['removedAgent', 0],
    ['anonymousMember', 0],
    ['anon', 0],
  ] as const) {
    it(`${name} ${sees === 1 ? 'sees' : 'does not see'} a file of the session`, async () => {
      assert.equal(await names(world[name]), sees);
    });
  }

  it('what no message carries is seen by nobody but its owner', async () => {
    const see = (): Promise<number[]> =>
      Promise.all([world.visitor, world.agent, world.admin].map((caller) => names(caller, 'unsent.png')));
    assert.deepEqual(await see(), [0, 0, 0]);
    await database.superuser`update storage.objects set owner_id = ${world.agent.id} where name = ${path('unsent.png')}`;
    assert.deepEqual(await see(), [0, 1, 0]);
  });

  it('nobody overwrites or deletes a file', async () => {
    for (const caller of [world.visitor, world.agent, world.admin]) {
      const changed = await caller.query(
        `update storage.objects set name = name where name = $1 returning name`,
        [path('there.png')],
      );
      assert.deepEqual(changed, []);
      await caller.query(`select set_config('storage.allow_delete_query', 'true', false)`);
    }
    const gone = await world.visitor.act(async (sql) => {
      await sql`select set_config('storage.allow_delete_query', 'true', true)`;
      return sql`delete from storage.objects where name = ${path('there.png')} returning name`;
    });
    assert.equal(gone.length, 0);
  });

  it('stays closed under a wide policy of the host', async () => {
    await database.superuser`create policy "Host: all for everybody" on storage.objects using (true) with check (true)`;
    assert.equal(await names(world.otherVisitor), 0);
    assert.equal(await mayUpload(database, world.otherVisitor, path('planted.png')), false);
    const changed = await world.visitor.query(
      `update storage.objects set version = 'x' where name = $1 returning name`,
      [path('there.png')],
    );
    assert.deepEqual(changed, []);
    const gone = await world.visitor.act(async (sql) => {
      await sql`select set_config('storage.allow_delete_query', 'true', true)`;
      return sql`delete from storage.objects where name = ${path('there.png')} returning name`;
    });
    assert.equal(gone.length, 0);
    await database.superuser`drop policy "Host: all for everybody" on storage.objects`;
  });
});

describe('a message with files', () => {
  const sendWith = (attachments: unknown, id = randomUUID()) =>
    world.visitor.rpc('send_message', { session_id: session, message_id: id, content: '', attachments });

  it('carries what was uploaded for it, with the type and size that are stored', async () => {
    const id = randomUUID();
    const { path: at } = await world.visitor.rpc('attachment_path', {
      session_id: session,
      message_id: id,
      file_name: 'Mein Foto (1).png',
    });
    assert.equal(at, path('Mein-Foto-1-.png', id));
    await putFile(database, at, 1234, 'image/png');
    const answer = await sendWith(
      [{ path: at, name: 'Mein Foto (1).png', type: 'text/html', size: 1, width: 10, height: 20 }],
      id,
    );
    assert.deepEqual(answer.message.attachments, [
      { path: at, name: 'Mein Foto (1).png', type: 'image/png', size: 1234, width: 10, height: 20 },
    ]);
    assert.equal(answer.session.last_message_preview, 'Mein Foto (1).png');
  });

  it('is asked for by the last 255 characters of its name, however long that is', async () => {
    const ask = async (file_name: string): Promise<string> =>
      (await world.visitor.rpc('attachment_path', { session_id: session, message_id: message, file_name }))
        .path;
    const end = `${'x'.repeat(251)}.png`;
    assert.equal(await ask(`a.exe.${end}`), path(end.slice(-100)));
    const refused = { session_id: session, message_id: message, file_name: `.exe.${end.slice(5)}` };
    assert.equal((await world.visitor.refused('attachment_path', refused)).code, 'file_type_not_allowed');
  });

  it('is refused with a file that is not there, belongs to another message, or is no file', async () => {
    const id = randomUUID();
    await putFile(database, path('other.png'), 5, 'image/png');
    await putFile(database, path('mine.png', id), 5, 'image/png');
    for (const bad of [
      [{ path: path('missing.png', id), name: 'x' }],
      [{ path: path('other.png'), name: 'x' }],
      [{ path: null }],
      [{}],
      ['text'],
      [[]],
      { path: path() },
      'text',
      5,
      Array.from({ length: 11 }, () => ({ path: path('mine.png', id) })),
      [{ path: path('mine.png', id), name: 'x', evil: 1 }],
      [{ path: path('mine.png', id), name: 'x'.repeat(256) }],
      [{ path: path('mine.png', id), width: -1 }],
      [{ path: path('mine.png', id), height: 'tall' }],
    ]) {
      const { status, code } = await refusal(sendWith(JSON.stringify(bad), id));
      assert.deepEqual([status, code], [400, 'invalid_argument'], JSON.stringify(bad));
    }
    assert.equal(
      (await sendWith([{ path: path('mine.png', id) }], id)).message.attachments[0].name,
      'mine.png',
    );
  });

  it('file names are made safe, whatever they are', async () => {
    const id = randomUUID();
    for (const [name, safe] of [
      ['../../etc/passwd.txt', '-..-etc-passwd.txt'],
      ['..PNG', 'file.PNG'],
      ['発票.pdf', '-.pdf'],
      [`${'a'.repeat(300)}.csv`, `${'a'.repeat(96)}.csv`],
    ] as const) {
      const { path: at } = await world.visitor.rpc('attachment_path', {
        session_id: session,
        message_id: id,
        file_name: name,
      });
      assert.equal(at, path(safe, id));
      assert.equal(await mayUpload(database, world.visitor, at), true, at);
    }
  });
});
