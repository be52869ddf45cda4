// Risk: requests written by hand get other bytes to the team than were sent, more bytes than the day allows, or bytes back
// that are gone. Over real HTTP with an anonymous token.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import { call, startApi } from './support/api.ts';
import type { Api, Person } from './support/api.ts';
import type { Answer } from './support/caller.ts';

const STORAGE = '/storage/v1';
const PNG = { 'content-type': 'image/png' };

describe('over HTTP', () => {
  let api: Api;
  let sql: postgres.Sql;
  before(async () => {
    api = await startApi();
    sql = postgres(api.local.databaseUrl, { max: 1, onnotice: () => undefined });
    await sql`update global_widget_config set message_burst = 1000, session_burst = 1000`;
  });
  after(async () => {
    await sql.end();
    await api.stop();
  });

  const put = (path: string, person: Person, body: string, headers: Record<string, string> = PNG) =>
    api.request('POST', `${STORAGE}/object/global-chat/${path}`, person.token, body, headers);
  const read = async (path: string, person: Person): Promise<string> => {
    const answer = await api.request(
      'GET',
      `${STORAGE}/object/authenticated/global-chat/${path}`,
      person.token,
    );
    return answer.ok ? answer.text() : String(answer.status);
  };
  const open = async (person: Person): Promise<string> => {
    const session = randomUUID();
    await call(person, 'open_session', { widget_id: api.widget, session_id: session });
    return session;
  };
  const place = async (person: Person, session: string, message: string, name = 'a.png'): Promise<string> =>
    (await call(person, 'attachment_path', { session_id: session, message_id: message, file_name: name }))
      .path;
  const sendFile = async (person: Person, session: string, words: string): Promise<[string, string]> => {
    const message = randomUUID();
    const path = await place(person, session, message);
    assert.equal((await put(path, person, words)).status, 200);
    await call(person, 'send_message', {
      session_id: session,
      message_id: message,
      content: '',
      attachments: [{ path, name: 'a.png' }],
    });
    return [path, message];
  };

  it('no upload is signed in advance, whatever for', async () => {
    const session = await open(api.visitor);
    const path = await place(api.visitor, session, randomUUID());
    for (const headers of [{}, { 'x-upsert': 'true' }] as Record<string, string>[]) {
      const signed = await api.request(
        'POST',
        `${STORAGE}/object/upload/sign/global-chat/${path}`,
        api.visitor.token,
        {},
        headers,
      );
      assert.equal((await signed.json()).url, undefined);
    }
  });

  it('no upload but the plain one is taken', async () => {
    const session = await open(api.visitor);
    const path = await place(api.visitor, session, randomUUID());
    const encoded = (text: string): string => Buffer.from(text).toString('base64');
    const refused = [
      await put(path, api.visitor, 'x', { ...PNG, 'x-upsert': 'true' }),
      await put(path, api.visitor, 'x', { ...PNG, 'x-upsert': 'TRUE' }),
      await api.request('PUT', `${STORAGE}/object/global-chat/${path}`, api.visitor.token, 'x', PNG),
      await api.request('POST', `${STORAGE}/upload/resumable`, api.visitor.token, '', {
        'content-type': 'application/offset+octet-stream',
        'tus-resumable': '1.0.0',
        'upload-length': '1',
        'upload-metadata': `bucketName ${encoded('global-chat')},objectName ${encoded(path)},contentType ${encoded('image/png')}`,
      }),
    ];
    for (const answer of refused) assert.ok(answer.status >= 400, String(answer.status));
    assert.deepEqual([...(await sql`select name from storage.objects where name = ${path}`)], []);
    assert.equal((await put(path, api.visitor, 'x')).status, 200);
  });

  it('what was sent stays what it is', async () => {
    const session = await open(api.visitor);
    const [path] = await sendFile(api.visitor, session, 'first');
    const [other] = await sendFile(api.visitor, session, 'other');
    for (const headers of [PNG, { ...PNG, 'x-upsert': 'true' }] as Record<string, string>[]) {
      assert.ok((await put(path, api.visitor, 'second', headers)).status >= 400);
    }
    for (const verb of ['move', 'copy']) {
      const route = { bucketId: 'global-chat', sourceKey: other, destinationKey: path };
      const answer = await api.request('POST', `${STORAGE}/object/${verb}`, api.visitor.token, route);
      assert.ok(answer.status >= 400, verb);
      const elsewhere = { ...route, destinationKey: await place(api.visitor, session, randomUUID()) };
      assert.ok(
        (await api.request('POST', `${STORAGE}/object/${verb}`, api.visitor.token, elsewhere)).status >= 400,
      );
    }
    assert.equal(await read(path, api.agent), 'first');
  });

  it('ten at once are no more than one after the other', async () => {
    const session = await open(api.visitor);
    await sql`update global_widget_config set files_per_day = 3`;
    const paths = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        place(api.visitor, session, randomUUID(), `${String(index)}.png`),
      ),
    );
    await Promise.all(paths.map((path) => put(path, api.visitor, 'x')));
    const stored = await sql`select name from storage.objects where name in ${sql(paths)}`;
    assert.equal(stored.length, 3);
    await sql`update global_widget_config set files_per_day = 20`;
  });

  it("nothing of the sender's own is stored beside the bytes", async () => {
    const session = await open(api.visitor);
    const path = await place(api.visitor, session, randomUUID());
    const metadata = Buffer.from(JSON.stringify({ any: 'thing' })).toString('base64');
    const form = (fields: Readonly<Record<string, string>>): Promise<Response> => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.append(name, value);
      body.append('', new Blob(['x'], { type: 'image/png' }), 'a.png');
      return fetch(`${api.local.apiUrl}${STORAGE}/object/global-chat/${path}`, {
        method: 'POST',
        headers: { apikey: api.local.publishableKey, authorization: `Bearer ${api.visitor.token}` },
        body,
      });
    };
    const refused = [
      await put(path, api.visitor, 'x', { ...PNG, 'x-metadata': metadata }),
      await put(path, api.visitor, 'x', { ...PNG, 'cache-control': 'no-transform' }),
      await put(path, api.visitor, 'x', { ...PNG, 'cache-control': `max-age=1${', private'.repeat(500)}` }),
      await form({ metadata: JSON.stringify({ any: 'thing' }) }),
      await form({ cacheControl: '1, no-transform' }),
      await form({ cacheControl: 'x'.repeat(5000) }),
    ];
    for (const answer of refused) assert.equal(answer.ok, false, await answer.text());
    assert.equal((await form({ cacheControl: '3600' })).status, 200);
  });

  it('what an agent has not sent yet is found, read and sent by nobody else', async () => {
    const session = await open(api.visitor);
    const message = randomUUID();
    const path = await place(api.agent, session, message);
    assert.equal((await put(path, api.agent, 'draft')).status, 200);
    const folder = path.slice(0, path.lastIndexOf('/'));
    for (const prefix of [folder, folder.slice(0, folder.lastIndexOf('/'))]) {
      const list = await api.request('POST', `${STORAGE}/object/list/global-chat`, api.visitor.token, {
        prefix,
      });
      assert.deepEqual(await list.json(), []);
    }
    assert.notEqual(await read(path, api.visitor), 'draft');
    assert.equal(await read(path, api.agent), 'draft');
    const args = {
      session_id: session,
      message_id: message,
      content: '',
      attachments: [{ path, name: 'a.png' }],
    };
    const stolen = await api.visitor.client.rpc('global_chat_send_message', args);
    assert.equal(stolen.error?.hint, 'invalid_argument');
    await call(api.agent, 'send_message', args);
    assert.equal(await read(path, api.visitor), 'draft');
  });

  it('what was said, or deleted, gets no more files', async () => {
    const session = await open(api.visitor);
    const [path, message] = await sendFile(api.visitor, session, 'said');
    const second = path.replace('a.png', 'b.png');
    assert.ok((await put(second, api.visitor, 'later')).status >= 400);
    await call(api.visitor, 'delete_message', { message_id: message });
    assert.ok((await put(second, api.visitor, 'later')).status >= 400);
    assert.deepEqual([...(await sql`select name from storage.objects where name = ${second}`)], []);
  });

  it('the file of a deleted message is read by nobody, and removed by who wrote it', async () => {
    const session = await open(api.visitor);
    const [path, message] = await sendFile(api.visitor, session, 'regretted');
    const [kept] = await sendFile(api.visitor, session, 'kept');
    await call(api.visitor, 'delete_message', { message_id: message });
    for (const person of [api.visitor, api.agent, api.otherVisitor])
      assert.notEqual(await read(path, person), 'regretted');
    const left = await api.service.rpc('global_chat_leftover_files');
    assert.ok((left.data as string[]).includes(path));
    const remove = async (person: Person): Promise<number> =>
      (
        (await (
          await api.request('DELETE', `${STORAGE}/object/global-chat`, person.token, {
            prefixes: [path, kept],
          })
        ).json()) as Answer[]
      ).length;
    assert.equal(await remove(api.agent), 0);
    assert.equal(await remove(api.otherVisitor), 0);
    assert.equal(await remove(api.visitor), 1);
    assert.equal(await read(kept, api.agent), 'kept');
  });

  it('an erased session is never opened again, and its files are read by nobody', async () => {
    const leaving = await api.newVisitor();
    const session = await open(leaving);
    const [path] = await sendFile(leaving, session, 'erased');
    const { files } = await call(leaving, 'erase_me', {});
    assert.ok((files as string[]).includes(path));
    for (const person of [api.outsider, api.agent, api.otherVisitor, leaving]) {
      const again = await person.client.rpc('global_chat_open_session', {
        widget_id: api.widget,
        session_id: session,
      });
      const other = await person.client.rpc('global_chat_open_session', {
        widget_id: api.widget,
        session_id: await open(api.visitor),
      });
      assert.deepEqual([again.error?.code, again.error?.message], [other.error?.code, other.error?.message]);
      assert.notEqual(await read(path, person), 'erased');
      const sign = await api.request('POST', `${STORAGE}/object/sign/global-chat/${path}`, person.token, {
        expiresIn: 60,
      });
      assert.ok(sign.status >= 400);
    }
    const gone = await api.request('DELETE', `${STORAGE}/object/global-chat`, leaving.token, {
      prefixes: [path],
    });
    assert.equal(((await gone.json()) as unknown[]).length, 1);
  });
});
