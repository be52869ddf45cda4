// Risk: some request nobody thought of makes the backend fail instead of refuse, shows its inside, or gives a stranger
// something: random bodies over HTTP, random topics over WebSocket, random paths of files. FUZZ_SEED repeats a run,
// FUZZ_SECONDS makes it longer: `npm run test:fuzz -w schema` takes a minute for each kind.
import assert from 'node:assert/strict';
import { randomInt, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { readFunctions } from '../generator/catalog.ts';
import type { Routine } from '../generator/catalog.ts';
import { call, converse, startApi } from './support/api.ts';
import type { Api } from './support/api.ts';
import { bodyOf, pathOf, segment, topicOf } from './support/hostile.ts';
import { Random } from './support/random.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));
/** For requests and for topics each. */
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 6);
/** Words that are only in what the strangers of this test must not see. */
const SECRET = 'xyzzy-secret';
/** What only a program's inside looks like. */
const INSIDE = /node_modules|file:\/\/|\.ts:\d+|\bat \w+ \(|PL\/pgSQL function|SELECT .* FROM /;

let api: Api;
let functions: Routine[];
let session: string;
let path: string;
let ids: string[];

before(async () => {
  api = await startApi();
  functions = (await readFunctions(api.local.sql)).filter(
    ({ name }) => !/erase|rotate|remove_agent/.test(name),
  );
  const conversation = await converse(api.visitor, api.widget, SECRET);
  session = conversation.session;
  const { visitor } = await call(api.agent, 'session_details', { session_id: session });
  const note = await call(api.agent, 'add_note', { session_id: session, content: SECRET });
  path = `${api.tenant}/${session}/${randomUUID()}/secret.txt`;
  const { error } = await api.visitor.client.storage
    .from('global-chat')
    .upload(path, new Blob([SECRET], { type: 'text/plain' }), { contentType: 'text/plain' });
  assert.equal(error, null);
  ids = [
    session,
    conversation.message,
    visitor.id,
    note.id,
    api.tenant,
    api.widget,
    api.otherTenant,
    api.agent.id,
  ];
});
after(() => api.stop());

describe(`random requests, FUZZ_SEED=${String(seed)}`, () => {
  it('are answered or refused, show nothing of the inside, and tell strangers nothing', async () => {
    const strangers = [undefined, 'x.y.z', api.otherVisitor.token, api.outsider.token, api.otherAgent.token];
    const insiders = [api.visitor.token, api.agent.token];
    const deadline = Date.now() + seconds * 1000;
    const statuses = new Map<number, number>();
    const ask = async (random: Random): Promise<void> => {
      const isStranger = random.chance(0.7);
      const token = random.pick(isStranger ? strangers : insiders);
      const ofFiles = random.chance(0.35);
      const wanted = ofFiles
        ? pathOf(random, path)
        : `/rest/v1/rpc/${random.chance(0.97) ? random.pick(functions).name : segment(random)}`;
      const method = ofFiles ? random.pick(['GET', 'POST', 'PUT', 'DELETE', 'HEAD']) : 'POST';
      const body = /GET|HEAD/.test(method) ? undefined : bodyOf(random, functions, wanted, ids);
      const described = `${method} ${wanted} ${(body ?? '').slice(0, 500)}`;
      const answer = await api.request(method, wanted, token, body);
      const text = await answer.text();
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      assert.ok(answer.status < 500, `${String(answer.status)} ${text.slice(0, 400)} for ${described}`);
      assert.doesNotMatch(text, INSIDE, described);
      if (isStranger) assert.equal(text.includes(SECRET), false, described);
    };
    await Promise.all(
      [1, 2, 3, 4].map(async (lane) => {
        const random = new Random(seed + lane);
        while (Date.now() < deadline) await ask(random);
      }),
    );
    const amount = [...statuses.values()].reduce((sum, each) => sum + each, 0);
    assert.ok((statuses.get(200) ?? 0) > amount / 100, JSON.stringify([...statuses]));
  });
});

describe(`random topics, FUZZ_SEED=${String(seed)}`, () => {
  /** A socket that joins what it is told, and remembers every word it hears. */
  const listen = async (): Promise<{ socket: WebSocket; heard: string[]; refs: Map<string, string> }> => {
    const address = `${api.local.apiUrl.replace('http', 'ws')}/realtime/v1/websocket?apikey=${api.local.publishableKey}&vsn=1.0.0`;
    const socket = new WebSocket(address);
    const heard: string[] = [];
    const refs = new Map<string, string>();
    socket.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(String(data)) as {
        event: string;
        ref: string | null;
        payload: { status?: string };
      };
      if (frame.event === 'phx_reply') refs.set(frame.ref ?? '', frame.payload.status ?? '');
      heard.push(String(data));
    });
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    return { socket, heard, refs };
  };

  it('are joined by nobody who may not hear them', async () => {
    const people = [api.otherVisitor, api.outsider, api.otherAgent];
    const deadline = Date.now() + seconds * 1000;
    const random = new Random(seed);
    let joins = 0;
    while (Date.now() < deadline) {
      const person = random.pick(people);
      const { socket, heard, refs } = await listen();
      const topics = Array.from({ length: 30 }, () => topicOf(random, { session, tenant: api.tenant }));
      for (const [ref, topic] of topics.entries()) {
        const config = { private: random.chance(0.8), broadcast: { self: true }, presence: {} };
        const payload = { config, access_token: person.token };
        socket.send(
          JSON.stringify({
            topic: `realtime:${topic}`,
            event: 'phx_join',
            payload,
            ref: String(ref),
            join_ref: String(ref),
          }),
        );
      }
      joins += topics.length;
      // Answers come in order of the joins on one socket or not at all, so the heartbeat's comes when all have.
      socket.send(
        JSON.stringify({ topic: 'phoenix', event: 'heartbeat', payload: {}, ref: 'last', join_ref: null }),
      );
      const patience = Date.now() + 10_000;
      while (!refs.has('last') || refs.size < 20) {
        if (socket.readyState !== WebSocket.OPEN) break;
        assert.ok(Date.now() < patience, `answers to ${String(refs.size)} of ${String(topics.length)} joins`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      for (const topic of [`session:${session}`, `inbox:${api.tenant}`]) {
        await api.local
          .sql`select realtime.send(${api.local.sql.json({ words: SECRET })}, 'message', ${topic}, true)`;
      }
      for (const words of heard) {
        assert.equal(words.includes(SECRET), false, words);
        assert.doesNotMatch(words, INSIDE, words);
      }
      socket.close();
    }
    assert.ok(joins >= 30);
  });
});
