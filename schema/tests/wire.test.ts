// Risk: what holds in SQL does not hold on the wire. The same rules as real HTTP and WebSocket requests with real tokens.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { call, converse, startApi } from './support/api.ts';
import type { Api, Person } from './support/api.ts';
import type { Answer } from './support/caller.ts';

let api: Api;
let session: string;

before(async () => {
  api = await startApi();
  ({ session } = await converse(api.visitor, api.widget, 'Hello'));
  await converse(api.otherVisitor, api.widget, 'Another');
  await call(api.agent, 'add_note', { session_id: session, content: 'Secret note' });
});
after(() => api.stop());

/** The table's key; agents have no id of their own. */
const keyOf = (table: string): string => (table === 'global_chat_agents' ? 'user_id' : 'id');

const TABLES = [
  'global_chat_tenants',
  'global_chat_agents',
  'global_chat_visitors',
  'global_widget_config',
  'global_chat_sessions',
  'global_chat_notes',
  'global_chat_canned_replies',
  'global_chat_saved_views',
];

describe('tables over HTTP', () => {
  for (const table of [...TABLES, 'global_chat_messages']) {
    it(`${table} gives no row and no count to anybody`, async () => {
      assert.equal(
        (await api.request('GET', `/rest/v1/${table}?select=${keyOf(table)}`, undefined)).status,
        401,
      );
      for (const person of [api.visitor, api.agent, api.otherAgent, api.outsider]) {
        for (const count of ['exact', 'planned', 'estimated']) {
          const response = await api.request(
            'GET',
            `/rest/v1/${table}?select=${keyOf(table)}`,
            person.token,
            undefined,
            { prefer: `count=${count}` },
          );
          assert.equal(response.status, 403, table);
          assert.equal(response.headers.get('content-range'), null);
        }
      }
    });

    it(`${table} cannot be written`, async () => {
      for (const person of [undefined, api.visitor, api.agent, api.outsider]) {
        const path = `/rest/v1/${table}?${keyOf(table)}=neq.${randomUUID()}`;
        for (const [method, body] of [
          ['POST', { [keyOf(table)]: randomUUID() }],
          ['PATCH', { created_at: '2020-01-01' }],
          ['DELETE', undefined],
        ] as const) {
          const response = await api.request(method, path, person?.token, body);
          assert.ok(
            response.status === 401 || response.status === 403,
            `${method} ${table} ${String(response.status)}`,
          );
        }
      }
    });
  }

  it('embedding, counting and views from above show nothing more', async () => {
    for (const path of [
      '/rest/v1/global_chat_messages?select=id,global_chat_sessions(*)',
      '/rest/v1/global_chat_messages?select=*',
      '/rest/v1/global_chat_messages?select=sender_id',
      '/rest/v1/global_chat_sessions?select=*,global_chat_notes(*),global_chat_visitors(*)',
      '/rest/v1/visitor_auth',
      '/rest/v1/widget_secrets',
    ]) {
      const response = await api.request('GET', path, api.visitor.token);
      const text = await response.text();
      for (const secret of ['Secret note', api.tenant, api.agent.id])
        assert.equal(text.includes(secret), false, path);
    }
    const hidden = await api.request('GET', '/rest/v1/visitor_auth', api.agent.token, undefined, {
      'accept-profile': 'global_chat_private',
    });
    assert.ok(hidden.status >= 400 && hidden.status < 500);
  });
});

describe('errors over HTTP', () => {
  const errorOf = async (
    person: Person | undefined,
    name: string,
    args: unknown,
    headers?: Record<string, string>,
  ): Promise<[number, Answer]> => {
    const response = await api.request(
      'POST',
      `/rest/v1/rpc/global_chat_${name}`,
      person?.token,
      args,
      headers,
    );
    return [response.status, await response.json()];
  };

  it('carry status, code, hint and details as docs/protocol.md says', async () => {
    const id = (): string => randomUUID();
    for (const [person, name, args, status, hint, details] of [
      [
        api.visitor,
        'send_message',
        { session_id: session, message_id: id(), content: '' },
        400,
        'content_empty',
        null,
      ],
      [
        api.visitor,
        'open_session',
        { widget_id: api.widget, session_id: id(), visitor: { x: 1 } },
        400,
        'invalid_argument',
        { field: 'visitor.x' },
      ],
      [api.visitor, 'update_session', { session_id: session, changes: {} }, 403, 'not_allowed', null],
      [api.outsider, 'list_sessions', { tenant_id: api.tenant }, 403, 'not_allowed', null],
      [api.otherVisitor, 'sync', { session_id: session }, 404, 'not_found', null],
      [api.otherVisitor, 'sync', { session_id: id() }, 404, 'not_found', null],
      [api.visitor, 'my_sessions', { widget_id: id() }, 404, 'widget_not_found', null],
      [
        api.otherVisitor,
        'open_session',
        { widget_id: api.widget, session_id: session },
        409,
        'id_conflict',
        null,
      ],
      [
        api.visitor,
        'send_message',
        { session_id: session, message_id: id(), content: 'x'.repeat(4001) },
        413,
        'content_too_long',
        { limit: 4000 },
      ],
      [
        api.visitor,
        'identify',
        { widget_id: api.widget, token: 'x' },
        403,
        'identity_invalid',
        { reason: 'malformed' },
      ],
    ] as const) {
      const [got, body] = await errorOf(person, name, args);
      assert.deepEqual(
        [got, body.hint, body.code],
        [status, hint, `PT${String(status)}`],
        JSON.stringify(body),
      );
      assert.deepEqual(
        body.details === null || body.details === '' ? null : JSON.parse(body.details as string),
        details,
      );
      assert.ok((body.message as string).length > 5);
    }
  });

  it('say when to try again', async () => {
    await api.service
      .from('global_widget_config')
      .update({ message_burst: 1, messages_per_second: 0.01 })
      .eq('id', api.widget);
    const spammer = await api.local.signToken({
      sub: randomUUID(),
      role: 'authenticated',
      aud: 'authenticated',
      is_anonymous: true,
    });
    const person = { ...api.visitor, token: spammer };
    const own = randomUUID();
    await errorOf(person, 'open_session', { widget_id: api.widget, session_id: own });
    await errorOf(person, 'send_message', { session_id: own, message_id: randomUUID(), content: '1' });
    const [status, body] = await errorOf(person, 'send_message', {
      session_id: own,
      message_id: randomUUID(),
      content: '2',
    });
    assert.deepEqual([status, body.hint], [429, 'rate_limited']);
    assert.ok(JSON.parse(body.details as string).retry_after_ms > 90_000);
    await api.service
      .from('global_widget_config')
      .update({ message_burst: 1000, messages_per_second: 100 })
      .eq('id', api.widget);
  });

  it('of pages that are not listed name the origin', async () => {
    await api.service
      .from('global_widget_config')
      .update({ allowed_domains: ['example.com'] })
      .eq('id', api.widget);
    const args = { session_id: session, message_id: randomUUID(), content: 'x' };
    assert.equal(
      (await errorOf(api.visitor, 'send_message', args, { origin: 'https://evil.example' }))[1].hint,
      'origin_not_allowed',
    );
    assert.equal(
      (await errorOf(api.visitor, 'send_message', args, { origin: 'https://example.com' }))[0],
      200,
    );
    await api.service.from('global_widget_config').update({ allowed_domains: [] }).eq('id', api.widget);
  });

  it('of calls without a user or with nonsense are never 5xx', async () => {
    for (const name of [
      'send_message',
      'sync',
      'list_sessions',
      'erase_me',
      'apply_retention',
      'create_tenant',
    ]) {
      assert.ok([401, 403, 404].includes((await errorOf(undefined, name, {}))[0]), name);
    }
    for (const body of [
      '',
      '{',
      '[]',
      '"x"',
      'null',
      '{"session_id": 5}',
      '{"session_id": "x"}',
      '{"a": {"b": [[[[[]]]]]}}',
      '{"session_id": "\\u0000"}',
    ]) {
      const response = await api.request('POST', '/rest/v1/rpc/global_chat_sync', api.visitor.token, body, {
        'content-type': 'application/json',
      });
      assert.ok(response.status >= 400 && response.status < 500, `${body} ${String(response.status)}`);
      assert.equal((await response.text()).includes('node_modules'), false);
    }
  });

  it('the public config needs no sign-in', async () => {
    const { data } = await api.nobody.rpc('global_chat_widget_config', { widget_id: api.widget });
    assert.equal(data.id, api.widget);
  });
});
