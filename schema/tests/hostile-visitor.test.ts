// Risk: a visitor with nothing but an anonymous token forges a proven name, comes back after a block, or gets rid of a limit.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { call, startApi } from './support/api.ts';
import type { Api } from './support/api.ts';
import { newToken, post, untilRefused } from './support/hand-written.ts';
import { claimsFor, sign } from './support/tokens.ts';

let api: Api;
let key: string;

before(async () => {
  api = await startApi();
  key = (await call(api.agent, 'rotate_identity_key', { widget_id: api.widget })).key as string;
});
after(() => api.stop());

const tokenOf = (more: Readonly<Record<string, unknown>>): string => sign(claimsFor(api.widget, more), key);

async function open(token: string, widget = api.widget): Promise<string> {
  const session_id = randomUUID();
  const reply = await post(api, token, 'open_session', { widget_id: widget, session_id });
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  return session_id;
}

async function identify(
  token: string,
  sub: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const signed = tokenOf({ sub, email: `${sub}@example.com`, ...more });
  const reply = await post(api, token, 'identify', { widget_id: api.widget, token: signed });
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
}

const say = (token: string, session_id: string): ReturnType<typeof post> =>
  post(api, token, 'send_message', { session_id, message_id: randomUUID(), content: 'x' });

describe('a proven name', () => {
  it('is not overwritten through the session that was opened before it was proven', async () => {
    const token = await newToken(api);
    const session_id = await open(token);
    await identify(token, randomUUID(), { email: 'ida@example.com' });
    const forged = { name: 'The Boss', email: 'boss@example.com' };
    const told = await post(api, token, 'update_visitor', {
      session_id,
      visitor: forged,
      metadata: { plan: 'pro' },
    });
    assert.equal(told.body.visitor_name, 'Ida Lindqvist');
    assert.equal(told.body.visitor_email, 'ida@example.com');
    await say(token, session_id);
    const details = await call(api.agent, 'session_details', { session_id });
    assert.deepEqual(
      [details.session.visitor_name, details.session.visitor_email, details.session.visitor_verified],
      ['Ida Lindqvist', 'ida@example.com', true],
    );
    assert.deepEqual(
      [details.visitor.name, details.visitor.email, details.visitor.metadata.attributes],
      ['Ida Lindqvist', 'ida@example.com', { plan: 'pro' }],
      'what is told later is told of the person',
    );
    const { messages } = await call(api.agent, 'sync', { session_id });
    assert.equal(messages.at(-1).sender_name, 'Ida Lindqvist');
    const everywhere = JSON.stringify([
      await call(api.agent, 'list_sessions', { tenant_id: api.tenant }),
      await call(api.agent, 'search', { tenant_id: api.tenant, query: 'Boss' }),
      await call(api.agent, 'export', { tenant_id: api.tenant }),
      (await api.agent.client.from('global_chat_visitors').select('*')).data,
    ]);
    assert.equal(everywhere.includes('The Boss'), false);
  });

  it('is found by what was proven, and what was claimed before finds nothing', async () => {
    const token = await newToken(api);
    const session_id = randomUUID();
    const visitor = { name: 'Quentin Earlier' };
    await post(api, token, 'open_session', { widget_id: api.widget, session_id, visitor });
    await identify(token, randomUUID(), { name: 'Rosalind Proven' });
    const hits = async (query: string): Promise<number> =>
      (await call(api.agent, 'search', { tenant_id: api.tenant, query })).hits.length as number;
    assert.deepEqual([await hits('Quentin'), await hits('Rosalind')], [0, 1]);
  });
});

describe('a block', () => {
  const block = async (session_id: string, blocked = true): Promise<string> => {
    const { session } = await call(api.agent, 'session_details', { session_id });
    await call(api.agent, 'block_visitor', { visitor_id: session.visitor_id, blocked });
    return session.visitor_id as string;
  };
  const mayWrite = async (token: string): Promise<boolean> => {
    const reply = await post(api, token, 'open_session', { widget_id: api.widget, session_id: randomUUID() });
    if (reply.status !== 200) assert.deepEqual([reply.status, reply.code], [403, 'blocked']);
    return reply.status === 200;
  };

  it('of an anonymous visitor stays when they erase themselves, and only an agent takes it back', async () => {
    const token = await newToken(api);
    const visitor_id = await block(await open(token));
    assert.equal((await post(api, token, 'erase_me')).status, 200);
    assert.equal(await mayWrite(token), false);
    await call(api.agent, 'block_visitor', { visitor_id, blocked: false });
    assert.equal(await mayWrite(token), true);
  });

  it('of a known person stays in every browser, when they or an admin erase them', async () => {
    for (const erase of ['visitor', 'admin']) {
      const sub = randomUUID();
      const email = `${sub}@example.com`;
      const [token, phone] = [await newToken(api), await newToken(api)];
      const session_id = await open(token);
      await identify(token, sub, { email });
      const visitor_id = await block(session_id);
      // The browser that joins while the person is blocked is blocked with them.
      await identify(phone, sub, { email });
      if (erase === 'visitor') await post(api, token, 'erase_me');
      else await call(api.agent, 'erase_visitor', { visitor_id });
      assert.equal(await mayWrite(phone), false, 'the other browser, anonymous again');
      const fresh = await newToken(api);
      await identify(fresh, sub);
      assert.equal(await mayWrite(fresh), false, 'a new browser, as the same person');
      const renamed = await newToken(api);
      await identify(renamed, randomUUID(), { email });
      assert.equal(await mayWrite(renamed), false, 'a new account of the same proven address');
      const stranger = await newToken(api);
      await identify(stranger, randomUUID());
      assert.equal(await mayWrite(stranger), true, 'nobody else');

      await call(api.agent, 'block_visitor', { visitor_id, blocked: false });
      for (const own of [phone, await newToken(api)]) {
        await identify(own, sub);
        // The sessions and rows that the block reached meanwhile are their agents' to open.
        const { data } = await api.service
          .from('global_chat_visitors')
          .select('id, blocked_at')
          .eq('external_id', sub);
        for (const row of data ?? [])
          if (row.blocked_at !== null)
            await call(api.agent, 'block_visitor', { visitor_id: row.id, blocked: false });
        assert.equal(await mayWrite(own), true);
      }
    }
  });

  it('keeps nothing of a person in clear, and is no other tenant’s', async () => {
    const sub = randomUUID();
    const token = await newToken(api);
    const session_id = await open(token);
    await identify(token, sub);
    await block(session_id);
    await post(api, token, 'erase_me');
    const rows = JSON.stringify(await api.local.sql`select * from global_chat_private.kept_blocks`);
    const user = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub as string;
    for (const secret of [sub, user, 'ida']) assert.equal(rows.includes(secret), false);
    const [other] = await api.local
      .sql`select id from global_widget_config where tenant_id = ${api.otherTenant}`;
    await open(token, other?.['id'] as string);
  });

  it('stays when retention deletes everything else of them', async () => {
    const token = await newToken(api);
    const session_id = await open(token);
    await block(session_id);
    await api.local.sql`update global_chat_tenants set retention_days = 1 where id = ${api.tenant}`;
    await api.local.sql`
      update global_chat_sessions set status = 'resolved', created_at = now() - interval '9 days',
        updated_at = now() - interval '9 days', resolved_at = now() - interval '9 days' where id = ${session_id}`;
    await api.local.sql`update global_chat_visitors set last_seen_at = now() - interval '9 days'`;
    const { error } = await api.service.rpc('global_chat_apply_retention', { dry_run: false });
    assert.equal(error, null);
    await api.local.sql`update global_chat_tenants set retention_days = null`;
    assert.equal((await post(api, token, 'sync', { session_id })).status, 404);
    assert.equal(await mayWrite(token), false);
  });
});

describe('erasing oneself', () => {
  it('gives no message back, and no session of the tenant’s', async () => {
    const token = await newToken(api);
    let sent = 0;
    let opened = 0;
    for (let turn = 0; turn < 12; turn++) {
      const session_id = randomUUID();
      const reply = await post(api, token, 'open_session', { widget_id: api.widget, session_id });
      if (reply.status === 200) {
        opened += 1;
        sent += (await untilRefused(() => say(token, session_id), 30)).amount;
      }
      await post(api, token, 'erase_me');
    }
    assert.ok(sent <= 25, `${String(sent)} messages`);
    assert.ok(opened <= 6, `${String(opened)} sessions`);
    await open(await newToken(api));
  });

  it('as a known person in many browsers is still one person', async () => {
    const sub = randomUUID();
    let sent = 0;
    for (let browser = 0; browser < 4; browser++) {
      const token = await newToken(api);
      await identify(token, sub);
      const session_id = await open(token);
      sent += (await untilRefused(() => say(token, session_id), 30)).amount;
      await post(api, token, 'erase_me');
    }
    assert.ok(sent <= 25, `${String(sent)} messages`);
  });
});
