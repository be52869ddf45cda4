// Risk: an agent's token, stolen or run amok, writes without an end. The functions come from the catalogue, so that a new one
// without a limit fails here.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { call, startApi } from './support/api.ts';
import type { Api } from './support/api.ts';
import { post, untilRefused } from './support/hand-written.ts';
import { writers } from './support/writers.ts';

let api: Api;
let session: string;
let visitor: string;

before(async () => {
  api = await startApi();
  session = randomUUID();
  await call(api.visitor, 'open_session', { widget_id: api.widget, session_id: session });
  visitor = (await call(api.agent, 'session_details', { session_id: session })).session.visitor_id as string;
});
after(() => api.stop());

/** Visitors' own, which visitor-writes.test.ts tries, and what answers an agent with 403. */
const NOT_AGENTS = [
  ...['open_session', 'update_visitor', 'rate_session', 'track', 'identify', 'erase_me'],
  ...['add_agent', 'create_tenant', 'apply_retention'],
];
/** Has a narrower bucket of its own. */
const OTHER_BUCKET = ['accept_invitations'];

type Arguments = Readonly<Record<string, unknown>>;
/** Makes `amount` rows of the caller's own in a table, and tells their ids. */
const rows = async (table: 'notes' | 'canned_replies' | 'saved_views', amount: number): Promise<string[]> => {
  const { sql } = api.local;
  const made = {
    notes: () => sql<{ id: string }[]>`
      insert into global_chat_notes (tenant_id, session_id, author_id, author_name, content)
      select ${api.tenant}, ${session}, ${api.agent.id}, 'Agent', 'x' from generate_series(1, ${amount}) returning id`,
    canned_replies: () => sql<{ id: string }[]>`
      insert into global_chat_canned_replies (tenant_id, shortcut, content)
      select ${api.tenant}, 'r' || gen_random_uuid(), 'x' from generate_series(1, ${amount}) returning id`,
    saved_views: () => sql<{ id: string }[]>`
      insert into global_chat_saved_views (tenant_id, name)
      select ${api.tenant}, 'x' from generate_series(1, ${amount}) returning id`,
  };
  return (await made[table]()).map(({ id }) => id);
};

/** How each writing function is called by an admin so that every call writes something. */
const WRITES: Readonly<Record<string, () => Promise<(turn: number) => Arguments>>> = {
  send_message: async () => () => ({ session_id: session, message_id: randomUUID(), content: 'x' }),
  edit_message: async () => {
    const message_id = randomUUID();
    await call(api.agent, 'send_message', { session_id: session, message_id, content: 'x' });
    return (turn) => ({ message_id, content: `words ${String(turn)}` });
  },
  delete_message: async () => {
    const own = await api.local.sql<{ id: string }[]>`
      insert into global_chat_messages (session_id, tenant_id, visitor_id, seq, rev, sender_type, sender_id, content)
      select id, tenant_id, visitor_id, 1000 + number, 1000 + number, 'agent', ${api.agent.id}, 'x'
      from global_chat_sessions, generate_series(1, 400) as number where id = ${session} returning id`;
    return (turn) => ({ message_id: own[turn]?.id });
  },
  update_session: async () => (turn) => ({
    session_id: session,
    changes: { priority: turn % 2 ? 'high' : 'low' },
  }),
  update_sessions: async () => (turn) => ({
    session_ids: [session],
    changes: { priority: turn % 2 ? 'high' : 'low' },
  }),
  add_note: async () => () => ({ session_id: session, content: 'x' }),
  update_note: async () => {
    const [note_id] = await rows('notes', 1);
    return (turn) => ({ note_id, content: `words ${String(turn)}` });
  },
  delete_note: async () => {
    const own = await rows('notes', 400);
    return (turn) => ({ note_id: own[turn] });
  },
  save_canned_reply: async () => (turn) => ({
    tenant_id: api.tenant,
    shortcut: `s-${String(turn)}`,
    content: 'x',
  }),
  delete_canned_reply: async () => {
    const own = await rows('canned_replies', 400);
    return (turn) => ({ reply_id: own[turn] });
  },
  set_availability: async () => (turn) => ({
    tenant_id: api.tenant,
    availability: turn % 2 ? 'away' : 'online',
  }),
  save_view: async () => () => ({ tenant_id: api.tenant, name: 'x', filters: {} }),
  delete_saved_view: async () => {
    const own = await rows('saved_views', 400);
    return (turn) => ({ view_id: own[turn] });
  },
  block_visitor: async () => (turn) => ({ visitor_id: visitor, blocked: turn % 2 === 0 }),
  create_widget: async () => (turn) => ({ tenant_id: api.tenant, name: `widget ${String(turn)}` }),
  update_widget: async () => (turn) => ({ widget_id: api.widget, changes: { name: `name ${String(turn)}` } }),
  rotate_identity_key: async () => () => ({ widget_id: api.widget }),
  update_agent: async () => (turn) => ({
    tenant_id: api.tenant,
    user_id: api.agent.id,
    changes: { display_name: `name ${String(turn)}` },
  }),
  remove_agent: async () => {
    const people = await api.local.sql<{ id: string }[]>`
      insert into auth.users (id, email) select gen_random_uuid(), gen_random_uuid() || '@example.com'
      from generate_series(1, 400) returning id`;
    await api.local.sql`
      insert into global_chat_agents (tenant_id, user_id, display_name)
      select ${api.tenant}, id, 'x' from auth.users where id in ${api.local.sql(people.map(({ id }) => id))}`;
    return (turn) => ({ tenant_id: api.tenant, user_id: people[turn]?.id });
  },
  invite_agent: async () => (turn) => ({ tenant_id: api.tenant, email: `a${String(turn)}@example.com` }),
  cancel_invitation: async () => {
    await api.local.sql`
      insert into global_chat_private.invitations (tenant_id, email, role, display_name)
      select ${api.tenant}, 'c' || number || '@example.com', 'agent', 'x' from generate_series(0, 400) as number`;
    return (turn) => ({ tenant_id: api.tenant, email: `c${String(turn)}@example.com` });
  },
  erase_visitor: async () => {
    const people = await api.local.sql<{ id: string }[]>`
      insert into global_chat_visitors (tenant_id) select ${api.tenant} from generate_series(1, 400) returning id`;
    return (turn) => ({ visitor_id: people[turn]?.id });
  },
};
/** Receipts of an agent move forward only, and there are no more of them than messages. */
const BOUNDED = ['mark_read', 'mark_delivered'];

describe('everything that an agent may call to write', () => {
  it('is known here', async () => {
    const known = new Set([...Object.keys(WRITES), ...NOT_AGENTS, ...OTHER_BUCKET, ...BOUNDED]);
    const unknown = (await writers(api)).map(({ name }) => name).filter((name) => !known.has(name));
    assert.deepEqual(unknown, []);
  });

  for (const [name, prepare] of Object.entries(WRITES)) {
    it(`${name} stops with 429 and a time to come back`, async () => {
      await api.local.sql`delete from global_chat_private.rate_buckets where kind = 'agent'`;
      const args = await prepare();
      const { amount, reply } = await untilRefused((turn) => post(api, api.agent.token, name, args(turn)));
      assert.deepEqual([reply?.status, reply?.code], [429, 'rate_limited'], JSON.stringify(reply?.body));
      assert.ok(amount >= 100 && amount < 400, `${String(amount)} calls`);
      assert.ok(Number(JSON.parse(reply?.body.details as string)['retry_after_ms']) > 0);
    });
  }
});
