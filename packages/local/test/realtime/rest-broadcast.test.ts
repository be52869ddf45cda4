/** Broadcast over HTTP: answers, delivery and rights. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  PUBLISHABLE_KEY,
  SECRET_KEY,
  VERSIONS,
  freshTopic,
  signToken,
  startBackend,
  subscribed,
} from './harness.ts';
import type { Backend, Version } from './harness.ts';
import { until } from './harness.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend({ limits: { payloadBytes: 2_000 } });
  await backend.sql.unsafe(`
    create policy "signed in hear everything" on realtime.messages for select to authenticated using (true);
    create policy "signed in speak in rooms" on realtime.messages for insert to authenticated with check (realtime.topic() like 'room:%');
    create function public.fail() returns boolean language plpgsql as $$ begin raise exception 'on purpose'; end $$;
    create policy "broken topics raise" on realtime.messages for insert to authenticated
      with check (case when realtime.topic() like 'broken:%' then public.fail() else false end);
    create policy "headers can be asked for" on realtime.messages for insert to authenticated
      with check (realtime.topic() like 'header:%' and current_setting('request.headers')::json->>'x-tenant' = 'a');
  `);
});
after(() => backend.stop());

async function listen(
  topic: string,
  options: { isPrivate?: boolean; version?: Version } = {},
): Promise<{ event: string; payload: unknown }[]> {
  const received: { event: string; payload: unknown }[] = [];
  const { isPrivate = false, version = '2.0.0' } = options;
  const client = backend.client({ version, token: await signToken() });
  const channel = client.channel(topic, { config: { private: isPrivate } });
  channel.on('broadcast', { event: '*' }, (message) => received.push(message as never));
  await subscribed(channel);
  return received;
}

function post(
  path: string,
  body: unknown,
  headers: Record<string, string> = { apikey: PUBLISHABLE_KEY },
): Promise<Response> {
  const isBytes = body instanceof Uint8Array;
  return fetch(`${backend.url}/realtime/v1/api${path}`, {
    method: 'POST',
    headers: { 'content-type': isBytes ? 'application/octet-stream' : 'application/json', ...headers },
    body: isBytes ? Buffer.from(body) : JSON.stringify(body),
  });
}

const bearer = async (claims: Record<string, unknown> = {}): Promise<Record<string, string>> => ({
  authorization: `Bearer ${await signToken(claims)}`,
});

describe('a batch', () => {
  for (const version of VERSIONS) {
    it(`is accepted with 202 and delivered to ${version}`, async () => {
      const [one, two] = [freshTopic(), freshTopic()];
      const [first, second] = [await listen(one, { version }), await listen(two, { version })];
      const messages = [one, two, one].map((topic, n) => ({ topic, event: `e${n}`, payload: { n } }));
      const response = await post('/broadcast', { messages });
      assert.equal(response.status, 202);
      assert.equal(await response.text(), '');
      await until(() => first.length === 2 && second.length === 1);
      assert.deepEqual(
        first,
        [0, 2].map((n) => ({ type: 'broadcast', event: `e${n}`, payload: { n } })),
      );
    });
  }

  it('refuses all when one is incomplete, and says which', async () => {
    const topic = freshTopic();
    const received = await listen(topic);
    const good = { topic, event: 'e', payload: {} };
    const response = await post('/broadcast', {
      messages: [{ topic, payload: {} }, good, { ...good, event: ' ', payload: 5 }],
    });
    assert.equal(response.status, 422);
    assert.deepEqual(await response.json(), {
      errors: {
        messages: [{ event: ["can't be blank"] }, {}, { event: ["can't be blank"], payload: ['is invalid'] }],
      },
    });
    await post('/broadcast', { messages: [{ ...good, event: 'last' }] });
    await until(() => received.length > 0);
    assert.deepEqual(
      received.map(({ event }) => event),
      ['last'],
    );
  });

  it('refuses a payload that is too large', async () => {
    const response = await post('/broadcast', {
      messages: [{ topic: 't', event: 'e', payload: { text: 'x'.repeat(2_000) } }],
    });
    assert.equal(response.status, 422);
    assert.deepEqual(await response.json(), {
      errors: { messages: [{ payload: ['Payload size exceeds tenant limit'] }] },
    });
  });

  for (const body of [{}, { messages: null }, { messages: 5 }, [], 'x']) {
    it(`refuses ${JSON.stringify(body)}`, async () => {
      assert.equal((await post('/broadcast', body)).status, 422);
    });
  }

  it('drops private messages the caller may not write, and delivers the others', async () => {
    const [room, cellar] = [freshTopic('room'), freshTopic('cellar')];
    const [allowed, refused] = [
      await listen(room, { isPrivate: true }),
      await listen(cellar, { isPrivate: true }),
    ];
    const messages = [cellar, room].map((topic) => ({ topic, event: 'e', payload: {}, private: true }));
    assert.equal((await post('/broadcast', { messages }, await bearer())).status, 202);
    await until(() => allowed.length === 1);
    assert.equal(refused.length, 0);
    await post('/broadcast', { messages }, { apikey: SECRET_KEY });
    await until(() => refused.length === 1);
  });

  it('keeps public and private topics of one name apart', async () => {
    const topic = freshTopic('room');
    const [open, closed] = [await listen(topic), await listen(topic, { isPrivate: true })];
    await post('/broadcast', { messages: [{ topic, event: 'public', payload: {} }] });
    await post(
      '/broadcast',
      { messages: [{ topic, event: 'private', payload: {}, private: true }] },
      { apikey: SECRET_KEY },
    );
    await until(() => open.length === 1 && closed.length === 1);
    assert.deepEqual([open[0]?.event, closed[0]?.event], ['public', 'private']);
  });
});

describe('one message', () => {
  for (const version of VERSIONS) {
    it(`is delivered to ${version}`, async () => {
      const topic = freshTopic('a/b ü');
      const received = await listen(topic, { version });
      const response = await post(
        `/broadcast/${encodeURIComponent(topic)}/events/${encodeURIComponent('e/1 ö')}`,
        { a: [1] },
      );
      assert.equal(response.status, 202);
      await until(() => received.length === 1);
      assert.deepEqual(received, [{ type: 'broadcast', event: 'e/1 ö', payload: { a: [1] } }]);
    });
  }

  it('may be bytes', async () => {
    const topic = freshTopic();
    const received = await listen(topic);
    assert.equal((await post(`/broadcast/${topic}/events/e`, new Uint8Array([1, 0, 255]))).status, 202);
    await until(() => received.length === 1);
    assert.deepEqual(new Uint8Array(received[0]?.payload as ArrayBuffer), new Uint8Array([1, 0, 255]));
  });

  it('is wrapped when it is no object', async () => {
    const topic = freshTopic();
    const received = await listen(topic);
    await post(`/broadcast/${topic}/events/e`, [1, 2]);
    await until(() => received.length === 1);
    assert.deepEqual(received[0]?.payload, { _json: [1, 2] });
  });

  it('refuses other content types', async () => {
    const response = await post(
      '/broadcast/t/events/e',
      {},
      { apikey: PUBLISHABLE_KEY, 'content-type': 'text/plain' },
    );
    assert.equal(response.status, 415);
  });

  it('refuses what is too large', async () => {
    const response = await post('/broadcast/t/events/e', { text: 'x'.repeat(2_000) });
    assert.equal(response.status, 422);
    assert.deepEqual(await response.json(), { errors: { payload: ['Payload size exceeds tenant limit'] } });
  });

  it('needs the right to write a private topic', async () => {
    const [room, cellar] = [freshTopic('room'), freshTopic('cellar')];
    const received = await listen(room, { isPrivate: true });
    const refused = await post(`/broadcast/${cellar}/events/e?private=true`, {}, await bearer());
    assert.equal(refused.status, 403);
    assert.deepEqual(await refused.json(), { message: 'Unauthorized' });
    assert.equal((await post(`/broadcast/${room}/events/e?private=true`, {}, await bearer())).status, 202);
    await until(() => received.length === 1);
  });

  it('says so when a policy raises', async () => {
    const response = await post(`/broadcast/broken:1/events/e?private=true`, {}, await bearer());
    assert.equal(response.status, 422);
    assert.deepEqual(await response.json(), { message: 'RLS policy error' });
  });

  it('shows its headers to policies', async () => {
    const path = `/broadcast/${freshTopic('header')}/events/e?private=true`;
    assert.equal((await post(path, {}, { ...(await bearer()), 'x-tenant': 'b' })).status, 403);
    assert.equal((await post(path, {}, { ...(await bearer()), 'x-tenant': 'a' })).status, 202);
  });
});

describe('a caller', () => {
  const refused: [string, () => Promise<Record<string, string>>][] = [
    ['without a key', () => Promise.resolve({})],
    ['with an unknown key', () => Promise.resolve({ apikey: 'sb_publishable_other' })],
    ['with an expired token', () => bearer({ exp: 1_000_000_000 })],
    [
      'with a broken bearer, whatever its key',
      () => Promise.resolve({ authorization: 'Bearer x', apikey: PUBLISHABLE_KEY }),
    ],
  ];
  for (const [name, headers] of refused) {
    it(`${name} is refused`, async () => {
      const response = await post('/broadcast', { messages: [] }, await headers());
      assert.equal(response.status, 401);
      assert.deepEqual(await response.json(), { message: 'Unauthorized' });
    });
  }

  it('from another origin may ask', async () => {
    const response = await fetch(`${backend.url}/realtime/v1/api/broadcast`, {
      method: 'OPTIONS',
      headers: { origin: 'https://example.com', 'access-control-request-headers': 'apikey,content-type' },
    });
    assert.equal(response.status, 204);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.equal(response.headers.get('access-control-allow-headers'), 'apikey,content-type');
  });

  it('asking for something else gets 404', async () => {
    assert.equal((await post('/nothing', {})).status, 404);
    assert.equal((await fetch(`${backend.url}/realtime/v1/api/broadcast`)).status, 404);
  });
});

describe('supabase-js', () => {
  for (const version of VERSIONS) {
    it(`sends over HTTP before it has joined (${version})`, async () => {
      const topic = freshTopic();
      const received = await listen(topic, { version });
      const channel = backend.client({ version }).channel(topic);
      assert.equal(await channel.send({ type: 'broadcast', event: 'e', payload: { a: 1 } }), 'ok');
      await until(() => received.length === 1);
      assert.deepEqual(received[0]?.payload, { a: 1 });
    });
  }

  it('sends with httpSend, text and bytes', async () => {
    const topic = freshTopic('room');
    const received = await listen(topic, { isPrivate: true });
    const client = backend.client({ token: await signToken() });
    await client.realtime.setAuth();
    const channel = client.channel(topic, { config: { private: true } });
    assert.deepEqual(await channel.httpSend('e', { a: 1 }), { success: true });
    assert.deepEqual(await channel.httpSend('e', new Uint8Array([7]).buffer), { success: true });
    await until(() => received.length === 2);
    const refused = client.channel(freshTopic('cellar'), { config: { private: true } });
    await assert.rejects(refused.httpSend('e', {}), { message: 'Unauthorized' });
  });
});
