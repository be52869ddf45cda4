// What the agents' transport must do, against the real backend; the visitor at the other end is on the fetch link.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import { createInboxNotebook } from '../../../test/actors.ts';
import { startBackend } from '../../../test/backend.ts';
import type { Backend, Tenant } from '../../../test/backend.ts';
import { AGENT_CASES } from '../../../test/contract/agent-cases.ts';
import { createSupabaseWorld } from '../../../test/contract/supabase-world.ts';
import { TEAM_CASES } from '../../../test/contract/team-cases.ts';
import { runCases } from '../../../test/contract/world.ts';
import type { ContractWorld } from '../../../test/contract/world.ts';
import { createTestEnvironment } from '../../../test/test-environment.ts';
import { createSupabaseAgentTransport } from './agent-transport.ts';
import { supabaseClient } from './client/client-types.ts';
import type { SupabaseClientShape } from './client/client-types.ts';
import { until } from '../../../../../tools/test-kit/until.ts';

let backend: Backend;
let acme: Tenant;
let world: ContractWorld;

before(async () => {
  backend = await startBackend({ realtime: { timings: { joinRefusalDelayMs: 50 } } });
  [acme] = backend.tenants;
  world = await createSupabaseWorld(backend, 'fetch');
});
after(async () => {
  world?.close();
  await backend?.stop();
});

runCases({ ...AGENT_CASES, ...TEAM_CASES }, () => world);

test('the channels of the host app on the same client stay as they are', async () => {
  const client = await backend.agentClient(acme);
  const heard: string[] = [];
  const channel = client
    .channel('host-app')
    .on('broadcast', { event: 'note' }, ({ payload }) => heard.push(payload.text));
  let status = '';
  channel.subscribe((next) => (status = next));
  await until(() => status === 'SUBSCRIBED', 'the host channel');
  const actor = createSupabaseAgentTransport({ client, environment: createTestEnvironment() });
  const inbox = createInboxNotebook();
  actor.watchInbox(acme.tenantId, inbox);
  await until(() => inbox.statuses.at(-1) === 'ready', 'the inbox');
  actor.close();
  const sender = backend.client().channel('host-app');
  await sender.httpSend('note', { text: 'still here' });
  await until(() => heard.length === 1, 'the host app’s own event');
  assert.deepEqual(client.getChannels(), [channel]);
  assert.equal((await client.auth.getUser()).data.user?.id, acme.agent.id);
});

test('projects on one origin are told apart, by names that fit into a key', () => {
  const environment = createTestEnvironment();
  const projects = [backend.apiUrl, 'https://x.supabase.co'].map((url) => {
    const client = createClient(url, backend.publishableKey);
    return createSupabaseAgentTransport({ client, environment }).project;
  });
  assert.equal(new Set(projects).size, 2);
  for (const project of projects) assert.match(project, /^[^:]+$/);
});

test('any supabase-js v2 client fits, and nothing else does', () => {
  const client: SupabaseClientShape = createClient(backend.apiUrl, backend.publishableKey);
  assert.equal(supabaseClient(client), client);
  for (const value of [null, 'https://x.supabase.co', {}, { rpc: true, channel: true }]) {
    assert.throws(() => supabaseClient(value), { code: 'invalid_argument' });
  }
});
