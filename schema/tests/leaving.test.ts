// Risk: somebody who was taken off the team goes on hearing names and words on the socket that is still open.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, beforeEach, describe, it } from 'node:test';
import postgres from 'postgres';
import { call, converse, startApi } from './support/api.ts';
import type { Api } from './support/api.ts';
import { listen } from './support/listener.ts';
import type { Listener } from './support/listener.ts';

const apis: Api[] = [];
let api: Api;
let sql: postgres.Sql;
let session: string;
let leaver: string;

beforeEach(async () => {
  api = await startApi();
  apis.push(api);
  sql = postgres(api.local.databaseUrl, { max: 1, onnotice: () => undefined });
  session = randomUUID();
  leaver = api.outsider.id;
  await api.service.rpc('global_chat_add_agent', {
    tenant_id: api.tenant,
    user_id: leaver,
    role: 'agent',
    display_name: 'Leaver',
  });
  await call(api.visitor, 'open_session', {
    widget_id: api.widget,
    session_id: session,
    visitor: { name: 'Quokka', email: 'quokka@example.com' },
  });
});
after(async () => {
  await Promise.all(apis.map((started) => started.stop()));
});

const SECRETS = /quokka|secret|Agent|preview|Leaver/i;
const heardUntil = async (): Promise<Date | undefined> =>
  (await sql<{ until: Date }[]>`select heard_until as until from global_chat_private.departures`)[0]?.until;

/** Everything that is told: a message of each side, a note, a change, an edit, a tombstone. Ends with an event on both topics. */
async function talk(): Promise<void> {
  const message = randomUUID();
  await call(api.visitor, 'send_message', { session_id: session, message_id: message, content: 'a secret' });
  await call(api.visitor, 'edit_message', { message_id: message, content: 'another secret' });
  await call(api.agent, 'send_message', {
    session_id: session,
    message_id: randomUUID(),
    content: 'secret too',
  });
  await call(api.agent, 'add_note', { session_id: session, content: 'secret note' });
  await call(api.agent, 'update_session', { session_id: session, changes: { tags: ['secret'] } });
  await call(api.visitor, 'delete_message', { message_id: message });
  await call(api.visitor, 'rate_session', { session_id: session, score: 5, comment: 'secret' });
}

const WAYS: Readonly<Record<string, () => Promise<unknown>>> = {
  'taken off by an admin': () => call(api.agent, 'remove_agent', { tenant_id: api.tenant, user_id: leaver }),
  'gone by themselves': () => call(api.outsider, 'remove_agent', { tenant_id: api.tenant, user_id: leaver }),
  'deleted in SQL': () => sql`delete from global_chat_agents where user_id = ${leaver}`,
  'deleted as a user': () => sql`delete from auth.users where id = ${leaver}`,
};

describe('an agent who is', () => {
  for (const [way, leave] of Object.entries(WAYS)) {
    it(`${way} hears ids and revs on an open socket, and nothing else`, async () => {
      const topics = [`inbox:${api.tenant}`, `session:${session}`];
      const ears: Listener[] = [];
      for (const topic of topics) ears.push(await listen(api.outsider.client, topic));
      await call(api.visitor, 'send_message', {
        session_id: session,
        message_id: randomUUID(),
        content: 'before',
      });
      for (const ear of ears) await ear.until((events) => /before/.test(JSON.stringify(events)));

      await leave();
      const known = ears.map(({ events }) => events.length);
      await talk();
      const [{ rev } = { rev: 0 }] = await sql<
        { rev: number }[]
      >`select rev::int from global_chat_sessions where id = ${session}`;
      for (const [index, ear] of ears.entries()) {
        await ear.until((events) => events.some(({ payload }) => payload['rev'] === rev));
        const after = ear.events.slice(known[index]);
        assert.ok(after.length >= 5);
        assert.doesNotMatch(JSON.stringify(after), SECRETS);
        for (const { payload } of after) {
          for (const key of Object.keys(payload)) assert.ok(['id', 'rev', 'session_id'].includes(key), key);
        }
        await ear.stop();
      }
      await sql.end();
    });
  }
});

describe('a tenant that somebody left', () => {
  it('is the only one whose events say less', async () => {
    const [widget] = await sql<
      { id: string }[]
    >`select id from global_widget_config where tenant_id = ${api.otherTenant}`;
    const ear = await listen(api.otherAgent.client, `inbox:${api.otherTenant}`);
    await WAYS['taken off by an admin']?.();
    await converse(api.otherVisitor, widget?.id ?? '', 'told in words');
    await ear.until((events) => /told in words/.test(JSON.stringify(events)));
    await ear.stop();
    await sql.end();
  });
});

describe('how long', () => {
  it('is as long as the longest token may live, and then all is as before', async () => {
    assert.equal(await heardUntil(), undefined);
    await WAYS['deleted in SQL']?.();
    const hour = Number(await heardUntil()) - Date.now();
    assert.ok(hour > 3_590_000 && hour < 3_610_000, String(hour));

    await sql`update global_chat_private.installation set access_token_seconds = 86400`;
    await sql`insert into global_chat_agents (tenant_id, user_id, display_name) values (${api.tenant}, ${leaver}, 'Back')`;
    await WAYS['taken off by an admin']?.();
    const day = Number(await heardUntil()) - Date.now();
    assert.ok(day > 86_390_000 && day < 86_410_000, String(day));

    const ear = await listen(api.agent.client, `inbox:${api.tenant}`);
    await sql`update global_chat_private.departures set heard_until = now() - interval '1 second'`;
    await call(api.visitor, 'send_message', {
      session_id: session,
      message_id: randomUUID(),
      content: 'as before',
    });
    await ear.until((events) => /as before/.test(JSON.stringify(events)));
    await ear.stop();
    await sql.end();
  });

  it('is as long as the token of the admin who acts, when that is longer', async () => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { role: 'authenticated', sub: api.agent.id, iat: now, exp: now + 7200 };
    await sql.begin(async (tx) => {
      await tx`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
      await tx`delete from global_chat_agents where user_id = ${leaver}`;
    });
    const until = Number(await heardUntil()) - Date.now();
    assert.ok(until > 7_190_000 && until < 7_210_000, String(until));
    const HOUR = 3600;
    for (const [wrong, seconds] of [
      [{ exp: 'x' }, HOUR],
      [{ exp: -1 }, HOUR],
      [{ exp: null }, HOUR],
      [{ iat: 'x' }, HOUR],
      [{ iat: undefined }, HOUR],
      // A week at most, whatever it says.
      [{ exp: 1e300 }, 168 * HOUR],
    ] as const) {
      await sql`delete from global_chat_private.departures`;
      await sql`insert into global_chat_agents (tenant_id, user_id, display_name) values (${api.tenant}, ${leaver}, 'Back')`;
      await sql.begin(async (tx) => {
        await tx`select set_config('request.jwt.claims', ${JSON.stringify({ ...claims, ...wrong })}, true)`;
        await tx`delete from global_chat_agents where user_id = ${leaver}`;
      });
      const left = (Number(await heardUntil()) - Date.now()) / 1000;
      assert.ok(left > seconds - 10 && left < seconds + 10, `${JSON.stringify(wrong)} ${String(left)}`);
    }
    await sql`delete from global_chat_tenants where id = ${api.otherTenant}`;
    assert.equal((await sql`select from global_chat_private.departures`).length, 1);
    await sql.end();
  });
});
