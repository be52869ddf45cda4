// Risk: a message carries what was never uploaded for it, or more, or something else than it says.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Answer } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { mayUpload } from './support/probes.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;
let session: string;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  session = (await startConversation(world.visitor, world.widget)).id;
});
after(() => database.stop());

const path = (file: string, message: string): string => `${world.tenant}/${session}/${message}/${file}`;

describe("a bucket of the host's own", () => {
  it('counts for nothing, though its files are named like ours', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget);
    const message_id = randomUUID();
    await database.owner`update global_widget_config set files_per_day = 1 where id = ${world.widget}`;
    await database.superuser`insert into storage.buckets (id, name) values ('host', 'host')`;
    const name = `${world.tenant}/${id}/${message_id}/photo.png`;
    await database.superuser`insert into storage.objects (bucket_id, name) values ('host', ${name})`;
    assert.equal(await mayUpload(database, visitor, name), true);
    // Nor is a file of theirs the one that was asked for before.
    await database.owner`update global_widget_config set files_per_day = 0 where id = ${world.widget}`;
    const asked = await visitor.refused('attachment_path', {
      session_id: id,
      message_id,
      file_name: 'photo.png',
    });
    assert.equal(asked.code, 'upload_not_allowed');
    const sent = { session_id: id, message_id, content: '', attachments: [{ path: name }] };
    assert.equal((await visitor.refused('send_message', sent)).code, 'invalid_argument');
    await database.owner`update global_widget_config set files_per_day = 20 where id = ${world.widget}`;
  });
});

describe('a place for a file', () => {
  it('depends on the page for visitors alone', async () => {
    await database.owner`update global_widget_config set allowed_domains = '{shop.example}' where id = ${world.widget}`;
    const wanted = { session_id: session, message_id: randomUUID(), file_name: 'photo.png' };
    const elsewhere = 'https://inbox.example';
    const refused = await world.visitor.from(elsewhere).refused('attachment_path', wanted);
    assert.equal(refused.code, 'upload_not_allowed');
    await world.visitor.from('https://shop.example').rpc('attachment_path', wanted);
    await world.agent.from(elsewhere).rpc('attachment_path', wanted);
    await database.owner`update global_widget_config set allowed_domains = '{}' where id = ${world.widget}`;
  });
});

describe('what a message carries', () => {
  /** Stores files with the secret key, which checks nothing, and sends them; gives what the message carries. */
  async function carried(
    files: readonly (readonly [name: string, metadata: Readonly<Record<string, unknown>>, told?: object])[],
  ): Promise<Answer[]> {
    const message_id = randomUUID();
    const attachments: object[] = [];
    for (const [name, metadata, told] of files) {
      await database.superuser`insert into storage.objects (bucket_id, name, metadata)
        values ('global-chat', ${path(name, message_id)}, ${database.superuser.json(metadata as never)})`;
      attachments.push({ path: path(name, message_id), ...told });
    }
    const { message: sent } = await world.visitor.rpc('send_message', {
      session_id: session,
      message_id,
      content: '',
      attachments,
    });
    return sent.attachments as Answer[];
  }
  const png = { mimetype: 'image/png', size: 7 };

  it('has the size that the store knows, or else the one that is told', async () => {
    const [known] = await carried([['a.png', png, { size: 9 }]]);
    const [told] = await carried([['a.png', { mimetype: 'image/png' }, { size: 9 }]]);
    assert.deepEqual([known?.size, told?.size], [7, 9]);
  });

  it('is told with a size and measures that a picture can have', async () => {
    const unknown = { mimetype: 'image/png' };
    const most = { size: 10_485_760, width: 100_000, height: 100_000 };
    const [file] = await carried([['a.png', unknown, most]]);
    assert.deepEqual({ ...file, ...most }, file);
    for (const [key, value] of Object.entries(most))
      await assert.rejects(
        carried([['a.png', unknown, { [key]: value + 1 }]]),
        /must be a whole number/,
        key,
      );
    await assert.rejects(carried([['a.png', unknown, { name: ' '.repeat(2048) }]]), /larger than 2048 bytes/);
  });

  it('is at most ten files', async () => {
    const many = (amount: number): [string, object][] =>
      Array.from({ length: amount }, (_, index) => [`${String(index)}.png`, png]);
    assert.equal((await carried(many(10) as never)).length, 10);
    await assert.rejects(carried(many(11) as never), /at most 10 files/);
  });

  it('is of a type that is allowed, and of the one that its name says', async () => {
    for (const [name, metadata] of [
      ['a.exe', {}],
      ['a.png', { mimetype: 'text/html' }],
      ['a.png', {}],
    ] as const)
      await assert.rejects(carried([[name, metadata]]), /A file needs a name/, name);
  });

  it('may be nothing', async () => {
    const [row] = await world.visitor.query(
      `select public.global_chat_send_message($1, gen_random_uuid(), 'Hello', attachments => 'null') as answer`,
      [session],
    );
    assert.deepEqual(row.answer.message.attachments, []);
  });

  it('of a name that is refused, 255 characters are told', async () => {
    const { details } = await world.visitor.refused('attachment_path', {
      session_id: session,
      message_id: randomUUID(),
      file_name: 'x'.repeat(300),
    });
    assert.equal(String(details['name']).length, 255);
  });
});
