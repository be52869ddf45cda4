/** Sockets: who gets one, how it stays alive, what malformed input does to it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SignJWT } from 'jose';
import type { RealtimeTimings } from '../../src/realtime/index.ts';
import {
  PUBLISHABLE_KEY,
  SECRET_KEY,
  VERSIONS,
  freshTopic,
  signToken,
  startBackend,
  subscribed,
} from './harness.ts';
import type { Backend } from './harness.ts';
import { RawSocket } from './raw-socket.ts';
import { until } from './harness.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

const open = (query: Record<string, string>, headers: Record<string, string> = {}): Promise<RawSocket> =>
  RawSocket.open(backend.url, { query, headers });

describe('an upgrade', () => {
  it('needs a key', async () => {
    await assert.rejects(open({ vsn: '2.0.0' }), { message: '401 {"error":"API key is missing"}' });
    await assert.rejects(open({ vsn: '2.0.0', apikey: '' }), {
      message: '401 {"error":"API key is missing"}',
    });
  });

  it('refuses a key nobody issued', async () => {
    await assert.rejects(open({ vsn: '2.0.0', apikey: 'sb_publishable_other' }), {
      message: /^401 .*not a valid JWT/,
    });
  });

  it('refuses what is no token', async () => {
    await assert.rejects(open({ vsn: '2.0.0', apikey: 'nonsense' }), {
      message: '401 {"error":"The token provided is not a valid JWT"}',
    });
  });

  it('refuses a token signed by somebody else', async () => {
    const forged = await new SignJWT({ role: 'anon', exp: 4_000_000_000 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.alloc(32, 1));
    await assert.rejects(open({ vsn: '2.0.0', apikey: forged }), {
      message: '401 {"error":"Failed to validate JWT signature"}',
    });
  });

  it('refuses an unsigned token', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none' })}.${part({ role: 'anon', exp: 4_000_000_000 })}.`;
    await assert.rejects(open({ vsn: '2.0.0', apikey: unsigned }), { message: /^401 / });
  });

  it('refuses an expired token', async () => {
    await assert.rejects(open({ vsn: '2.0.0', apikey: await signToken({ exp: 1_000_000_000 }) }), {
      message: '401 {"error":"Token has expired"}',
    });
  });

  for (const claim of ['role', 'exp']) {
    it(`refuses a token without ${claim}`, async () => {
      await assert.rejects(open({ vsn: '2.0.0', apikey: await signToken({ [claim]: undefined }) }), {
        message: '401 {"error":"Fields `role` and `exp` are required in JWT"}',
      });
    });
  }

  it('is for the socket path only', async () => {
    const response = await fetch(`${backend.url}/realtime/v1/websocket`);
    assert.equal(response.status, 404);
    await assert.rejects(RawSocket.open(`${backend.url}/elsewhere?x=`), { message: /^404 / });
  });

  it('refuses other versions of the protocol', async () => {
    await assert.rejects(open({ vsn: '3.0.0', apikey: PUBLISHABLE_KEY }), { message: /^403 / });
  });

  it('takes the key from the header x-api-key before the query', async () => {
    const socket = await open({ vsn: '2.0.0', apikey: 'nonsense' }, { 'x-api-key': SECRET_KEY });
    await socket.join(`realtime:${freshTopic()}`);
    socket.close();
  });

  it('takes a user token as the key', async () => {
    const socket = await open({ vsn: '2.0.0', apikey: await signToken() });
    await socket.join(`realtime:${freshTopic()}`);
    socket.close();
  });

  it('speaks 1.0.0 when no version is asked for', async () => {
    const socket = await RawSocket.open(backend.url, {
      version: '1.0.0',
      query: { apikey: PUBLISHABLE_KEY },
    });
    const reply = await socket.request('phoenix', 'heartbeat');
    assert.deepEqual(reply.payload, { status: 'ok', response: {} });
    socket.close();
  });
});

for (const version of VERSIONS) {
  describe(`a socket of ${version}`, () => {
    it('answers heartbeats', async () => {
      const socket = await RawSocket.open(backend.url, { version });
      const reply = await socket.request('phoenix', 'heartbeat');
      assert.deepEqual(
        { ...reply, ref: null },
        {
          joinRef: null,
          ref: null,
          topic: 'phoenix',
          event: 'phx_reply',
          payload: { status: 'ok', response: {} },
        },
      );
      socket.close();
    });

    it('answers a push to a topic it has not joined', async () => {
      const socket = await RawSocket.open(backend.url, { version });
      for (const topic of ['realtime:nowhere', 'elsewhere']) {
        const { payload } = await socket.request(topic, 'broadcast', {});
        assert.deepEqual(payload, { status: 'error', response: { reason: 'unmatched topic' } });
      }
      socket.close();
    });

    it('survives malformed frames', async () => {
      const socket = await RawSocket.open(backend.url, { version });
      for (const nonsense of [
        '',
        'x',
        '{',
        '[]',
        '{}',
        'null',
        '[1,2,3]',
        '[null,"1",2,"x",{}]',
        '{"topic":"a","event":"b"}',
      ]) {
        socket.sendRaw(nonsense);
      }
      for (const nonsense of [[], [3], [3, 255, 0, 0, 0, 0, 1], [0], [1, 2, 3], [4, 0, 0, 0, 1], [9, 9, 9]]) {
        socket.sendRaw(Buffer.from(nonsense));
      }
      await socket.settled();
      assert.equal(socket.frames.length, 1);
      socket.close();
    });
  });
}

/** Another server on the same database. */
async function withTimings(
  timings: Partial<RealtimeTimings>,
  test: (other: Backend) => Promise<void>,
): Promise<void> {
  const other = await startBackend({ timings, databaseUrl: backend.database.url() });
  try {
    await test(other);
  } finally {
    await other.stop();
  }
}

for (const version of VERSIONS) {
  it(`closes a silent socket, and keeps one that sends heartbeats (${version})`, () =>
    withTimings({ idleTimeoutMs: 600 }, async (other) => {
      const silent = await RawSocket.open(other.url, { version });
      await silent.join(`realtime:${freshTopic()}`);
      const client = other.client({ version, heartbeatIntervalMs: 50 });
      const channel = await subscribed(client.channel(freshTopic()));
      assert.equal(await silent.closed, 1001);
      assert.equal(channel.state, 'joined');
      assert.equal(client.realtime.isConnected(), true);
    }));
}

it('closes sockets that joined nothing', () =>
  withTimings({ emptySocketSweepMs: 100 }, async (other) => {
    const socket = await RawSocket.open(other.url);
    assert.equal(await socket.closed, 1001);
  }));

it('closes a socket that sends too large a frame', async () => {
  const socket = await RawSocket.open(backend.url);
  socket.sendRaw(Buffer.alloc(5_000_001));
  assert.equal(await socket.closed, 1009);
});

it('counts open sockets', async () => {
  await until(() => backend.realtime.connections() === 0);
  const socket = await RawSocket.open(backend.url);
  assert.equal(backend.realtime.connections(), 1);
  socket.close();
  await until(() => backend.realtime.connections() === 0);
});
