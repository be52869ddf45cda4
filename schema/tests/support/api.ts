/**
 * Owns the whole backend for tests over the wire: real HTTP, real tokens, real sockets, the unmodified supabase-js.
 */
import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import type { SupabaseClient } from '@supabase/supabase-js';
import { startLocal } from '../../../packages/local/src/index.ts';
import type { Local } from '../../../packages/local/src/index.ts';
import { migrations } from '../../src/index.ts';
import type { Answer } from './caller.ts';
import { underTest } from './mutants.ts';

export interface Person {
  readonly client: SupabaseClient;
  readonly id: string;
  readonly token: string;
}

export interface Api {
  readonly local: Local;
  readonly tenant: string;
  readonly widget: string;
  readonly otherTenant: string;
  readonly visitor: Person;
  readonly otherVisitor: Person;
  readonly agent: Person;
  readonly otherAgent: Person;
  readonly outsider: Person;
  /** Somebody new with an anonymous token. */
  newVisitor(): Promise<Person>;
  /** Only the publishable key. */
  readonly nobody: SupabaseClient;
  readonly service: SupabaseClient;
  /** A request as a hostile person would write it by hand. */
  request(
    method: string,
    path: string,
    token: string | undefined,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  stop(): Promise<void>;
}

const OPTIONS = { auth: { persistSession: false, autoRefreshToken: false } };

export async function startApi(): Promise<Api> {
  const local = await startLocal({ migrations: [...underTest(await migrations())] });
  const clients: SupabaseClient[] = [];
  const connect = (key: string): SupabaseClient => {
    const client = createClient(local.apiUrl, key, OPTIONS);
    clients.push(client);
    return client;
  };
  const visitor = async (): Promise<Person> => {
    const client = connect(local.publishableKey);
    const { data, error } = await client.auth.signInAnonymously();
    if (error) throw error;
    return { client, id: data.user?.id ?? '', token: data.session?.access_token ?? '' };
  };
  const account = async (email: string): Promise<Person> => {
    const { id } = await local.createUser({ email, password: 'a good password', name: email });
    const client = connect(local.publishableKey);
    const { data, error } = await client.auth.signInWithPassword({ email, password: 'a good password' });
    if (error) throw error;
    return { client, id, token: data.session.access_token };
  };
  const agent = await account('agent@example.com');
  const otherAgent = await account('other@example.com');
  const service = connect(local.secretKey);
  const found = async (slug: string, admin: Person): Promise<{ tenant_id: string; widget_id: string }> => {
    const made = await service.rpc('global_chat_create_tenant', {
      slug,
      name: slug,
      admin_id: admin.id,
      admin_name: 'Agent',
    });
    if (made.error) throw made.error;
    return made.data as { tenant_id: string; widget_id: string };
  };
  const first = await found('first', agent);
  const second = await found('second', otherAgent);
  return {
    local,
    tenant: first.tenant_id,
    widget: first.widget_id,
    otherTenant: second.tenant_id,
    newVisitor: visitor,
    visitor: await visitor(),
    otherVisitor: await visitor(),
    agent,
    otherAgent,
    outsider: await account('outsider@example.com'),
    nobody: connect(local.publishableKey),
    service,
    request: (method, path, token, body, headers = {}) =>
      fetch(`${local.apiUrl}${path}`, {
        method,
        headers: {
          apikey: local.publishableKey,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    async stop() {
      await Promise.all(clients.map((client) => client.removeAllChannels()));
      await local.stop();
    },
  };
}

/** An answer that must be one. */
export async function call(
  person: Person,
  name: string,
  args: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const { data, error } = await person.client.rpc(`global_chat_${name}`, args);
  if (error) throw new Error(`${name}: ${error.code} ${error.message}`);
  return data;
}

/** Opens a session and says one thing in it. */
export async function converse(
  person: Person,
  widget: string,
  content: string,
): Promise<{ session: string; message: string }> {
  const session = randomUUID();
  const message = randomUUID();
  await call(person, 'open_session', { widget_id: widget, session_id: session });
  await call(person, 'send_message', { session_id: session, message_id: message, content });
  return { session, message };
}
