/**
 * Owns the people of the tests: two tenants, their agents, visitors, and everybody who has no business there.
 */
import { randomUUID } from 'node:crypto';
import type { Answer, Caller } from './caller.ts';
import type { TestDatabase } from './database.ts';

export interface World {
  readonly tenant: string;
  readonly widget: string;
  readonly otherTenant: string;
  readonly otherWidget: string;
  readonly visitor: Caller;
  readonly otherVisitor: Caller;
  /** Role agent of the first tenant. */
  readonly agent: Caller;
  readonly admin: Caller;
  readonly otherAgent: Caller;
  /** Signed up for real, member of nothing. */
  readonly outsider: Caller;
  /** Was an agent of the first tenant; the token is still good. */
  readonly removedAgent: Caller;
  /** An anonymous token whose user has a membership row all the same. */
  readonly anonymousMember: Caller;
  readonly anon: Caller;
  readonly service: Caller;
}

export async function buildWorld(database: TestDatabase): Promise<World> {
  const { owner } = database;
  const [tenant, widget, otherTenant, otherWidget] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await owner`insert into global_chat_tenants (id, slug, name) values
    (${tenant}, ${`t-${tenant}`}, 'First'), (${otherTenant}, ${`t-${otherTenant}`}, 'Second')`;
  await owner`insert into global_widget_config (id, tenant_id, name, message_burst, session_burst, tenant_sessions_per_minute) values
    (${widget}, ${tenant}, 'first.example', 10000, 10000, 100000),
    (${otherWidget}, ${otherTenant}, 'second.example', 10000, 10000, 100000)`;
  const join = async (tenantId: string, role: string, name: string, anonymous = false): Promise<Caller> => {
    const id = await addUser(database, anonymous);
    await owner`insert into global_chat_agents (tenant_id, user_id, role, display_name) values (${tenantId}, ${id}, ${role}, ${name})`;
    return database.as({ role: 'authenticated', sub: id, is_anonymous: anonymous });
  };
  const removedAgent = await join(tenant, 'agent', 'Removed');
  await owner`delete from global_chat_agents where user_id = ${removedAgent.id}`;
  // Long enough ago that nobody can hear on an old token.
  await owner`delete from global_chat_private.departures where tenant_id = ${tenant}`;
  return {
    tenant,
    widget,
    otherTenant,
    otherWidget,
    visitor: await newVisitor(database),
    otherVisitor: await newVisitor(database),
    agent: await join(tenant, 'agent', 'Agent'),
    admin: await join(tenant, 'admin', 'Admin'),
    otherAgent: await join(otherTenant, 'admin', 'Other'),
    outsider: database.as({
      role: 'authenticated',
      sub: await addUser(database, false),
      is_anonymous: false,
    }),
    removedAgent,
    anonymousMember: await join(tenant, 'admin', 'Nobody', true),
    anon: database.as({ role: 'anon' }),
    service: database.as({ role: 'service_role' }),
  };
}

export async function newVisitor(database: TestDatabase): Promise<Caller> {
  return database.as({ role: 'authenticated', sub: await addUser(database, true), is_anonymous: true });
}

async function addUser(database: TestDatabase, anonymous: boolean): Promise<string> {
  const id = randomUUID();
  const email = anonymous ? null : `${id}@example.com`;
  await database.superuser`insert into auth.users (id, email, is_anonymous, email_confirmed_at)
    values (${id}, ${email}, ${anonymous}, ${anonymous ? null : new Date()})`;
  return id;
}

/** Opens a session and says something in it. */
export async function startConversation(
  visitor: Caller,
  widget: string,
  words: readonly string[] = ['Hello'],
): Promise<{ id: string; messages: Answer[] }> {
  const id = randomUUID();
  await visitor.rpc('open_session', { widget_id: widget, session_id: id, visitor: { name: 'Ida' } });
  const messages: Answer[] = [];
  for (const content of words) messages.push((await send(visitor, id, content)).message);
  return { id, messages };
}

export function send(
  caller: Caller,
  session: string,
  content: string,
  id: string = randomUUID(),
): Promise<Answer> {
  return caller.rpc('send_message', { session_id: session, message_id: id, content });
}

/** What was broadcast on a topic, oldest first. */
export async function broadcasts(database: TestDatabase, topic: string): Promise<Answer[]> {
  return [
    ...(await database.owner`select event, payload from testing.broadcasts where topic = ${topic} and private order by place`),
  ];
}
