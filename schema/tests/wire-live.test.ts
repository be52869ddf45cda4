// Risk: files or events reach the wrong person on the wire, with the real Storage and Realtime clients.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { REALTIME_SUBSCRIBE_STATES } from '@supabase/supabase-js';
import type { RealtimeChannel } from '@supabase/supabase-js';
import { call, converse, startApi } from './support/api.ts';
import type { Api, Person } from './support/api.ts';
import type { Answer } from './support/caller.ts';
import { until } from '../../tools/test-kit/until.ts';

let api: Api;
let session: string;
let message: string;

before(async () => {
  api = await startApi();
  ({ session, message } = await converse(api.visitor, api.widget, 'Hello'));
  await converse(api.otherVisitor, api.widget, 'Another');
});
after(() => api.stop());

describe('files over HTTP', () => {
  const upload = (person: Person, path: string, type = 'image/png', upsert = false) =>
    person.client.storage
      .from('global-chat')
      .upload(path, new Blob(['\x89PNG'], { type }), { contentType: type, upsert });

  it('go where they belong, once, and come back to participants only', async () => {
    const id = randomUUID();
    const { path } = await call(api.visitor, 'attachment_path', {
      session_id: session,
      message_id: id,
      file_name: 'a.png',
    });
    assert.equal((await upload(api.visitor, path as string)).error, null);
    const sent = await call(api.visitor, 'send_message', {
      session_id: session,
      message_id: id,
      content: '',
      attachments: [{ path, name: 'a.png' }],
    });
    assert.deepEqual([sent.message.attachments[0].type, sent.message.attachments[0].size], ['image/png', 5]);
    assert.notEqual((await upload(api.visitor, path as string)).error, null, 'no second time');
    assert.notEqual(
      (await upload(api.visitor, path as string, 'image/png', true)).error,
      null,
      'no overwriting',
    );
    assert.equal((await api.agent.client.storage.from('global-chat').download(path as string)).error, null);
    for (const person of [api.otherVisitor, api.otherAgent, api.outsider]) {
      assert.notEqual((await person.client.storage.from('global-chat').download(path as string)).error, null);
      assert.notEqual(
        (await person.client.storage.from('global-chat').createSignedUrl(path as string, 60)).error,
        null,
      );
      assert.deepEqual(
        (await person.client.storage.from('global-chat').list(`${api.tenant}/${session}`)).data ?? [],
        [],
      );
      assert.notEqual((await upload(person, `${api.tenant}/${session}/${randomUUID()}/b.png`)).error, null);
    }
  });

  it('of other types, or elsewhere, are refused', async () => {
    const folder = `${api.tenant}/${session}/${randomUUID()}`;
    for (const type of ['image/svg+xml', 'text/html', 'application/javascript']) {
      assert.notEqual((await upload(api.visitor, `${folder}/a.png`, type)).error, null, type);
    }
    for (const path of [
      `${folder}/../../x.png`,
      'x.png',
      `${randomUUID()}/${session}/${randomUUID()}/a.png`,
    ]) {
      assert.notEqual((await upload(api.visitor, path)).error, null, path);
    }
  });
});

describe('topics over WebSocket', () => {
  const join = (
    person: Person,
    topic: string,
  ): Promise<{ channel: RealtimeChannel; heard: Answer[]; joined: boolean }> =>
    new Promise((resolve) => {
      const heard: Answer[] = [];
      const channel = person.client.channel(topic, { config: { private: true, broadcast: { ack: true } } });
      channel
        .on('broadcast', { event: '*' }, (event) => heard.push(event))
        .subscribe((status) => {
          if (status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED) resolve({ channel, heard, joined: true });
          else if (status !== REALTIME_SUBSCRIBE_STATES.CLOSED) resolve({ channel, heard, joined: false });
        });
    });

  it('carry a message from the database to both sides, and nothing forged', async () => {
    const [visitor, agent] = await Promise.all([
      join(api.visitor, `session:${session}`),
      join(api.agent, `session:${session}`),
    ]);
    assert.deepEqual([visitor.joined, agent.joined], [true, true]);
    await agent.channel.send({ type: 'broadcast', event: 'message', payload: { forged: true } });
    await visitor.channel.send({ type: 'broadcast', event: 'message', payload: { forged: true } });
    await call(api.agent, 'send_message', {
      session_id: session,
      message_id: randomUUID(),
      content: 'Over the wire',
    });
    await until(() => visitor.heard.length > 0 && agent.heard.length > 0);
    for (const { heard } of [visitor, agent]) {
      assert.deepEqual(
        heard.map((event) => event.payload.message?.content),
        ['Over the wire'],
      );
    }
    await api.visitor.client.removeAllChannels();
    await api.agent.client.removeAllChannels();
  });

  it('refuse everybody who has no business there', async () => {
    const attempts = await Promise.all([
      join(api.otherVisitor, `session:${session}`),
      join(api.outsider, `session:${session}`),
      join(api.otherAgent, `inbox:${api.tenant}`),
    ]);
    assert.deepEqual(
      attempts.map(({ joined }) => joined),
      [false, false, false],
    );
    await Promise.all(
      [api.otherVisitor, api.outsider, api.otherAgent].map(({ client }) => client.removeAllChannels()),
    );
  });

  it('tell the inbox of its own tenant', async () => {
    const inbox = await join(api.agent, `inbox:${api.tenant}`);
    assert.equal(inbox.joined, true);
    await call(api.visitor, 'edit_message', { message_id: message, content: 'Hello again' });
    await until(() => inbox.heard.length > 0);
    assert.equal(inbox.heard[0].payload.session.last_message_by, 'agent');
  });
});
