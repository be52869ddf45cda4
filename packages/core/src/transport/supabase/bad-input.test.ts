// What owners and hosts get wrong: each mistake has its own code, at the earliest moment, and costs nothing else.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { startLocal } from '@globalchat/local';
import { startBackend } from '../../../test/backend.ts';
import type { Backend, Tenant } from '../../../test/backend.ts';
import { LINKS, makeVisitor } from '../../../test/actors.ts';
import { createTestEnvironment } from '../../../test/test-environment.ts';
import { createSupabaseVisitorTransport } from './visitor-transport.ts';

let backend: Backend;
let acme: Tenant;
before(async () => {
  backend = await startBackend();
  [acme] = backend.tenants;
});
after(() => backend?.stop());

const jwt = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

describe('refused at creation', () => {
  const good = { url: 'https://abc.supabase.co', key: 'sb_publishable_abc', widgetId: randomUUID() };
  const create = (change: object) =>
    createSupabaseVisitorTransport({ ...good, ...change, environment: createTestEnvironment() }).close();

  test('good values are accepted, also with blanks, slashes, a path and a legacy key', () => {
    create({});
    create({
      url: 'http://localhost:54321/',
      key: ` ${jwt({ role: 'anon' })}\n`,
      widgetId: good.widgetId.toUpperCase(),
    });
    create({ url: 'https://chat.example.com/supabase/' });
  });

  for (const url of [
    undefined,
    '',
    'abc.supabase.co',
    'ftp://abc.supabase.co',
    'javascript:alert(1)',
    'https://me:pw@x.co',
  ]) {
    test(`the address ${url}`, () =>
      assert.throws(() => create({ url }), { code: 'invalid_url', retryable: false }));
  }
  for (const key of [undefined, '', 'two words', '<key>', 'sb_publishable_ä', jwt({}) + '?']) {
    test(`the key ${key}`, () => assert.throws(() => create({ key }), { code: 'invalid_key' }));
  }
  for (const key of [
    'sb_secret_abc',
    jwt({ role: 'service_role' }),
    jwt({ role: 'supabase_admin' }),
    jwt({ role: 'authenticated' }),
  ]) {
    test(`the secret key ${key}`, () => assert.throws(() => create({ key }), { code: 'secret_key_refused' }));
  }
  for (const widgetId of [undefined, '', 'my-widget', `${randomUUID()}x`, 7]) {
    test(`the widget id ${widgetId}`, () =>
      assert.throws(() => create({ widgetId }), { code: 'missing_widget_id' }));
  }
  test('a client that is none', () =>
    assert.throws(() => create({ client: {} }), { code: 'invalid_argument' }));
});

for (const kind of LINKS) {
  test(`an unknown widget, over the ${kind} link`, async () => {
    const actor = makeVisitor(backend, { ...acme, widgetId: randomUUID() }, { kind });
    await assert.rejects(actor.widgetConfig(), { code: 'widget_not_found', status: 404, retryable: false });
    actor.close();
  });
}

async function answerOf(url: string, key = backend.publishableKey): Promise<unknown> {
  const environment = createTestEnvironment();
  const actor = createSupabaseVisitorTransport({ url, key, widgetId: acme.widgetId, environment });
  try {
    return await actor.widgetConfig();
  } finally {
    actor.close();
  }
}

test('a key of another project', async () => {
  await assert.rejects(answerOf(backend.apiUrl, 'sb_publishable_of_somebody_else'), {
    code: 'invalid_key',
    status: 401,
  });
  await assert.rejects(answerOf(backend.apiUrl, jwt({ role: 'anon' })), { code: 'invalid_key', status: 401 });
});

test('the legacy anon key works', async () => {
  assert.ok(await answerOf(backend.apiUrl, backend.anonKey));
});

test('a project without the schema', async () => {
  const bare = await startLocal();
  try {
    await assert.rejects(answerOf(bare.apiUrl), { code: 'schema_missing', status: 404, retryable: false });
  } finally {
    await bare.stop();
  }
});

test('a server that is stopped', async () => {
  const bare = await startLocal();
  await bare.stop();
  await assert.rejects(answerOf(bare.apiUrl), { code: 'network', status: null, retryable: true });
});

test('a website that is no Supabase', async () => {
  const pages = createServer((request, response) =>
    request.url?.startsWith('/spa')
      ? response.end('<!doctype html>')
      : response.writeHead(404).end('<h1>Not found</h1>'),
  );
  pages.listen(0, '127.0.0.1');
  await once(pages, 'listening');
  const url = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
  try {
    await assert.rejects(answerOf(url), { code: 'invalid_url', status: 404 });
    await assert.rejects(answerOf(`${url}/spa`), { code: 'invalid_url', status: 200 });
  } finally {
    pages.close();
    pages.closeAllConnections();
  }
});

const SIGN_IN_REFUSALS = [
  ['anonymous sign-ins that are switched off', { anonymousSignIns: false }, 'anonymous_sign_ins_disabled'],
  [
    'a captcha that was not solved',
    { auth: { captcha: { provider: 'turnstile', secret: '2x0000000000000000000000000000000AA' } } },
    'captcha_required',
  ],
] as const;

for (const [name, options, code] of SIGN_IN_REFUSALS) {
  test(name, async () => {
    const local = await startLocal(options);
    try {
      for (const kind of LINKS) {
        const actor = makeVisitor(backend, acme, { kind, url: local.apiUrl });
        await assert.rejects(actor.signIn({ captchaToken: 'XXXX.DUMMY.TOKEN.XXXX' }), {
          code,
          retryable: false,
        });
        assert.equal(actor.userId(), null);
        actor.close();
      }
    } finally {
      await local.stop();
    }
  });
}

test('a captcha that was solved lets the visitor in, once', async () => {
  const captcha = { provider: 'turnstile', secret: '1x0000000000000000000000000000000AA' } as const;
  const local = await startLocal({ auth: { captcha } });
  try {
    for (const kind of LINKS) {
      const actor = makeVisitor(backend, acme, { kind, url: local.apiUrl });
      await assert.rejects(actor.signIn(), { code: 'captcha_required', retryable: false });
      const user = await actor.signIn({ captchaToken: 'XXXX.DUMMY.TOKEN.XXXX' });
      // What sends the message asks again, without a token.
      assert.equal(await actor.signIn(), user);
      actor.close();
    }
  } finally {
    await local.stop();
  }
});
