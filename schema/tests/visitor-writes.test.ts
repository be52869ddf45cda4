// Risk: a function that writes or broadcasts for visitors has no limit, or takes requests from any page. The functions
// come from the catalogue, so that a new one without the guard fails here.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { call, startApi } from './support/api.ts';
import type { Api } from './support/api.ts';
import { newToken, post, untilRefused } from './support/hand-written.ts';
import type { Reply } from './support/hand-written.ts';
import { claimsFor, sign } from './support/tokens.ts';
import { writers } from './support/writers.ts';

let api: Api;
let key: string;

before(async () => {
  api = await startApi();
  key = (await call(api.agent, 'rotate_identity_key', { widget_id: api.widget })).key as string;
  // So that what is refused here is refused for its own reason.
  await api.local
    .sql`update global_widget_config set message_burst = 40, session_burst = 40, tenant_sessions_per_minute = 100000`;
});
after(() => api.stop());

interface Stage {
  readonly token: string;
  readonly session: string;
  /** Messages of the visitor's own, each to be changed once. */
  readonly own: readonly string[];
}

/** A visitor with a session in which both sides have said a lot. */
async function stage(messages: number): Promise<Stage> {
  const token = await newToken(api);
  const session = randomUUID();
  const opened = await post(api, token, 'open_session', { widget_id: api.widget, session_id: session });
  assert.equal(opened.status, 200, JSON.stringify(opened.body));
  const user = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub as string;
  const own = await api.local.sql<{ id: string }[]>`
    insert into global_chat_messages (session_id, tenant_id, visitor_id, seq, rev, sender_type, sender_id, content)
    select id, tenant_id, visitor_id, number, number + 1, 'visitor', ${user}, 'x'
    from global_chat_sessions, generate_series(1, ${messages}) as number where id = ${session}
    returning id`;
  await api.local.sql`
    update global_chat_sessions set last_seq = ${messages}, rev = ${messages} + 1 where id = ${session}`;
  return { token, session, own: own.map(({ id }) => id) };
}

/** How each writing function of visitors is called so that every call writes something. */
const WRITES: Readonly<Record<string, (stage: Stage, turn: number) => Readonly<Record<string, unknown>>>> = {
  open_session: () => ({ widget_id: api.widget, session_id: randomUUID() }),
  update_visitor: ({ session }, turn) => ({ session_id: session, visitor: { name: `Name ${String(turn)}` } }),
  track: ({ session }) => ({ session_id: session, events: [{ id: randomUUID(), name: 'looked' }] }),
  send_message: ({ session }) => ({ session_id: session, message_id: randomUUID(), content: 'x' }),
  edit_message: ({ own }, turn) => ({ message_id: own[turn], content: 'new' }),
  delete_message: ({ own }, turn) => ({ message_id: own[turn] }),
  mark_read: ({ session }, turn) => ({ session_id: session, seq: turn + 1 }),
  mark_delivered: ({ session }, turn) => ({ session_id: session, seq: turn + 1 }),
  rate_session: ({ session }, turn) => ({ session_id: session, score: 1 + (turn % 5) }),
  identify: ({ session }, turn) => ({
    widget_id: api.widget,
    token: sign(claimsFor(api.widget, { sub: session, name: `Name ${String(turn)}` }), key),
  }),
  erase_me: () => ({}),
};

/** Joining a team is no visitor's: an anonymous user is joined to none, and nothing is written. */
const HARMLESS = { accept_invitations: { code: 'x' } };

/** Broadcasts and rows so far, so that a call that wrote is told from one that did not. */
async function written(): Promise<string> {
  const [row] = await api.local.sql`
    select (select count(*) from realtime.messages) as events, (select count(*) from global_chat_sessions) as sessions,
      (select md5(string_agg(s::text, '' order by id)) from global_chat_sessions as s) as all_sessions,
      (select md5(string_agg(v::text, '' order by id)) from global_chat_visitors as v) as all_visitors,
      (select count(*) from global_chat_messages) as messages, (select count(*) from global_chat_agents) as agents`;
  return JSON.stringify(row);
}

describe('everything that a visitor may call to write', () => {
  it('is known here, and the rest refuses visitors and writes nothing', async () => {
    const { token, session } = await stage(1);
    const known = new Set([...Object.keys(WRITES), ...Object.keys(HARMLESS)]);
    const all = await writers(api);
    assert.ok(all.length > 25);
    for (const { name, args } of all.filter((writer) => !known.has(writer.name))) {
      const values: Record<string, unknown> = {
        uuid: session,
        _uuid: [session],
        jsonb: {},
        text: 'agent',
        bool: true,
        int4: 1,
        int8: 1,
      };
      const named: Record<string, unknown> = { tenant_id: api.tenant, email: 'a@example.com' };
      const before = await written();
      const body = Object.fromEntries(args.map(({ name: arg, type }) => [arg, named[arg] ?? values[type]]));
      const reply = await post(api, token, name, body);
      assert.ok(
        [401, 403, 404].includes(reply.status),
        `global_chat_${name} answers a visitor with ${String(reply.status)}: add it to WRITES, and the guard to it`,
      );
      assert.equal(await written(), before, name);
    }
    for (const [name, args] of Object.entries(HARMLESS)) {
      const before = await written();
      assert.deepEqual((await post(api, token, name, args)).body, []);
      assert.equal(await written(), before, name);
    }
  });

  for (const name of Object.keys(WRITES)) {
    it(`${name} stops with 429 and a time to come back`, async () => {
      const here = await stage(400);
      const { amount, reply } = await untilRefused((turn) =>
        post(api, here.token, name, WRITES[name]?.(here, turn) ?? {}),
      );
      assert.deepEqual([reply?.status, reply?.code], [429, 'rate_limited'], `after ${String(amount)}`);
      assert.ok(amount >= 5 && amount < 300, `${String(amount)} calls`);
      assert.ok(Number(JSON.parse(reply?.body.details as string)['retry_after_ms']) > 0);
    });

    it(`${name} is refused on a page that is not allowed, and without any`, async () => {
      const here = await stage(3);
      await api.local.sql`update global_widget_config set allowed_domains = '{shop.example}'`;
      try {
        const before = await written();
        const from = (origin?: string): Promise<Reply> =>
          post(api, here.token, name, WRITES[name]?.(here, 0) ?? {}, origin === undefined ? {} : { origin });
        for (const origin of ['https://evil.example', 'null', undefined]) {
          const reply = await from(origin);
          assert.deepEqual([reply.status, reply.code], [403, 'origin_not_allowed'], origin);
        }
        assert.equal(await written(), before);
        assert.equal((await from('https://shop.example')).status, 200);
      } finally {
        await api.local.sql`update global_widget_config set allowed_domains = '{}'`;
      }
    });
  }
});

describe('erase_me', () => {
  it('is taken ten times at once', async () => {
    const token = await newToken(api);
    const { amount } = await untilRefused(() => post(api, token, 'erase_me'));
    assert.ok(
      amount >= 10 && amount <= 15,
      `${String(amount)} times: another one is there every twenty seconds`,
    );
  });

  it('is refused on a page that only strangers’ widgets allow', async () => {
    const [there] = await api.local.sql<{ id: string }[]>`
      select id from global_widget_config where tenant_id = ${api.otherTenant}`;
    const opening = { widget_id: there?.id, session_id: randomUUID() };
    assert.equal((await post(api, await newToken(api), 'open_session', opening)).status, 200);
    const { token } = await stage(1);
    await api.local
      .sql`update global_widget_config set allowed_domains = '{shop.example}' where id = ${api.widget}`;
    try {
      const reply = await post(api, token, 'erase_me', {}, { origin: 'https://evil.example' });
      assert.deepEqual([reply.status, reply.code], [403, 'origin_not_allowed']);
    } finally {
      await api.local.sql`update global_widget_config set allowed_domains = '{}'`;
    }
  });
});

/** Whoever is blocked goes on reading, says who they are and leaves. */
const THOUGH_BLOCKED = ['mark_read', 'mark_delivered', 'identify', 'erase_me'];

describe('a blocked visitor', () => {
  for (const name of Object.keys(WRITES).filter((write) => !THOUGH_BLOCKED.includes(write))) {
    it(`writes nothing by ${name}`, async () => {
      const here = await stage(3);
      const { session } = await call(api.agent, 'session_details', { session_id: here.session });
      await call(api.agent, 'block_visitor', { visitor_id: session.visitor_id });
      const before = await written();
      const reply = await post(api, here.token, name, WRITES[name]?.(here, 0) ?? {});
      assert.deepEqual([reply.status, reply.code], [403, 'blocked']);
      assert.equal(await written(), before);
    });
  }

  it('may still read, and moves no receipt by it', async () => {
    const { token, session } = await stage(5);
    const { session: summary } = await call(api.agent, 'session_details', { session_id: session });
    await call(api.agent, 'block_visitor', { visitor_id: summary.visitor_id });
    const before = await written();
    const reply = await post(api, token, 'mark_read', { session_id: session, seq: 3 });
    assert.deepEqual([reply.status, reply.body.session.visitor_read_seq], [200, 0]);
    assert.equal(await written(), before);
    assert.equal((await post(api, token, 'sync', { session_id: session })).body.messages.length, 5);
  });
});
