// The real backend as a contract world; visitors are on the link that is named.

import { createHmac, randomUUID } from 'node:crypto';
import { createSupabaseAgentTransport } from '../../src/transport/supabase/agent-transport.ts';
import type { AgentTransport, ConversationTransport } from '../../src/transport/transport.ts';
import { makeAgent, makeVisitor } from '../actors.ts';
import type { LinkKind } from '../actors.ts';
import type { Backend, Tenant } from '../backend.ts';
import { createTestEnvironment } from '../test-environment.ts';
import type { ContractWorld } from './world.ts';

export async function createSupabaseWorld(backend: Backend, kind: LinkKind): Promise<ContractWorld> {
  const [acme, globex] = backend.tenants;
  const opened: ConversationTransport[] = [];
  const keep = <T extends ConversationTransport>(actor: T): T => {
    opened.push(actor);
    return actor;
  };
  const enter = async (tenant: Tenant): Promise<AgentTransport> => {
    const agent = keep(await makeAgent(backend, tenant));
    // Their name goes with their typing.
    await agent.memberships();
    return agent;
  };
  return {
    acme,
    globex,
    visitor: (options) => keep(makeVisitor(backend, acme, { kind, ...options })),
    agent: await enter(acme),
    rival: await enter(globex),
    async newAgent(teams = [acme]) {
      const [account, id] = await addAgent(
        backend,
        teams.map(({ tenantId }) => tenantId),
      );
      return { id, agent: await enter({ ...acme, agent: { ...account, id } }) };
    },
    async secondDesk() {
      const client = await backend.agentClient(acme);
      const agent = keep(createSupabaseAgentTransport({ client, environment: createTestEnvironment() }));
      return { agent, signOut: async () => void (await client.auth.signOut({ scope: 'local' })) };
    },
    nobody() {
      const client = backend.client();
      const agent = keep(createSupabaseAgentTransport({ client, environment: createTestEnvironment() }));
      return { agent, signIn: async () => void (await client.auth.signInAnonymously()) };
    },
    ...ownerOf(backend, acme),
    close() {
      for (const actor of opened) actor.close();
    },
  };
}

type OwnerCalls = Pick<
  ContractWorld,
  | 'changeWidget'
  | 'allowPages'
  | 'allowFiles'
  | 'allowEditing'
  | 'addCannedReply'
  | 'addTrigger'
  | 'block'
  | 'identityToken'
>;

function ownerOf(backend: Backend, { tenantId, widgetId, ...acme }: Tenant): OwnerCalls {
  const { sql } = backend;
  const call = async (name: string, args: object): Promise<unknown> => {
    const client = await backend.agentClient({ tenantId, widgetId, ...acme });
    const { data, error } = await client.rpc(name, args);
    if (error) throw error;
    return data;
  };
  let signingKey: Promise<unknown> | undefined;
  return {
    async changeWidget() {
      await sql`update public.global_widget_config set radius = radius + 1 where id = ${widgetId}`;
    },
    async allowPages(allowed) {
      const domains = allowed ? [] : ['shop.example'];
      await sql`update public.global_widget_config set allowed_domains = ${domains} where id = ${widgetId}`;
    },
    async allowFiles(allowed) {
      await sql`update public.global_widget_config set attachments = ${allowed} where id = ${widgetId}`;
    },
    async allowEditing(minutes) {
      await sql`update public.global_widget_config set edit_minutes = ${minutes} where id = ${widgetId}`;
    },
    async addCannedReply(shortcut, content, ownerId) {
      await sql`insert into public.global_chat_canned_replies (tenant_id, shortcut, content, owner_id)
        values (${tenantId}, ${shortcut}, ${content}, ${ownerId})`;
    },
    async addTrigger(id, message) {
      await sql`update public.global_widget_config set triggers = ${sql.json([{ id, message }])}
        where id = ${widgetId}`;
    },
    async block(sessionId, blocked) {
      const [row] = await sql`select visitor_id from public.global_chat_sessions where id = ${sessionId}`;
      await call('global_chat_block_visitor', { visitor_id: row?.['visitor_id'], blocked });
    },
    async identityToken(claims) {
      signingKey ??= call('global_chat_rotate_identity_key', { widget_id: widgetId });
      const { key } = (await signingKey) as { key: string };
      return sign(key, {
        aud: `globalchat:${widgetId}`,
        exp: Math.floor(Date.now() / 1000) + 600,
        ...claims,
      });
    },
  };
}

async function addAgent(
  backend: Backend,
  tenantIds: readonly string[],
): Promise<[account: Omit<Tenant['agent'], 'id'>, id: string]> {
  const account = {
    email: `${randomUUID()}@example.com`,
    password: 'correct horse battery',
    name: 'Zoe',
  };
  const { id } = await backend.createUser(account);
  for (const tenantId of tenantIds) {
    await backend.sql`insert into public.global_chat_agents (tenant_id, user_id, role, display_name)
      values (${tenantId}, ${id}, 'agent', ${account.name})`;
  }
  return [account, id];
}

function sign(key: string, claims: object): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
}
