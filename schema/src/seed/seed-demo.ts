/**
 * Owns filling a database with the demo: two companies and about thirty conversations, with times relative to now.
 * Ids are fixed and every statement skips what exists, so a second run adds nothing.
 */
import { demo } from './demo.ts';
import { idOf, messageRows, noteRows, sessionRow, visitorRow } from './rows.ts';
import type { Cast, Row } from './rows.ts';
import { readCompanies } from './stories.ts';
import type { Company, Story } from './stories.ts';

/** What is needed of a connection; `postgres` (postgres.js) and its transactions have it. */
export interface SeedSql {
  unsafe(query: string, parameters?: string[]): PromiseLike<unknown>;
}

export interface SeedOptions {
  /** The ids of the Auth users that were made for `demo.agents`, by email. */
  readonly agentIds: Readonly<Record<string, string>>;
  /** Web addresses of the agents' pictures, by email; on a second run they move to where they are now. */
  readonly pictures?: Readonly<Record<string, string>>;
  /** Epoch milliseconds; conversations end shortly before it. Default: now. */
  readonly now?: number;
}

/**
 * Writes the demo's rows. Run it as a role that may write the tables (`postgres`, `service_role` or a superuser).
 * Throws when an agent's id is missing.
 */
export async function seedDemo(sql: SeedSql, options: SeedOptions): Promise<void> {
  const [fjellhus, lumen] = await readCompanies();
  await seedCompany(sql, fjellhus, demo.tenantId, demo.widgetId, options);
  await seedCompany(sql, lumen, demo.secondTenantId, demo.secondWidgetId, options);
}

async function seedCompany(
  sql: SeedSql,
  company: Company,
  tenantId: string,
  widgetId: string,
  options: SeedOptions,
): Promise<void> {
  const people = demo.agents.filter((agent) => agent.tenantId === tenantId);
  const cast: Cast = {
    tenantId,
    widgetId,
    now: options.now ?? Date.now(),
    writers: new Map(
      people.map((agent) => [
        agent.email.split('@')[0] ?? '',
        {
          id: userOf(agent.email, options.agentIds),
          name: agent.name,
          picture: options.pictures?.[agent.email] ?? null,
        },
      ]),
    ),
  };
  const widget = Object.entries(company.widget);
  await insert(sql, 'global_chat_tenants', [{ id: tenantId, ...company.tenant }]);
  await insert(sql, 'global_widget_config', [
    { id: widgetId, tenant_id: tenantId, ...Object.fromEntries(widget) },
  ]);
  await insert(
    sql,
    'global_chat_agents',
    people.map(({ email, role, name }, index) => ({
      tenant_id: tenantId,
      user_id: userOf(email, options.agentIds),
      role,
      display_name: name,
      avatar_url: options.pictures?.[email] ?? null,
      created_at: new Date(cast.now - 400 * 86_400_000 + index).toISOString(),
    })),
  );
  await insert(
    sql,
    'global_chat_canned_replies',
    company.canned_replies.map(([shortcut, content, whose]) => ({
      id: idOf(`reply ${company.tenant.slug} ${shortcut}`),
      tenant_id: tenantId,
      shortcut,
      content,
      owner_id: whose === undefined ? null : (cast.writers.get(whose)?.id ?? null),
    })),
  );
  await seedStories(sql, cast, company.sessions);
  for (const { id, picture } of cast.writers.values())
    if (picture !== null) await showPicture(sql, id, picture);
}

/** On a folder that has the demo already the pages may have another port than before. */
async function showPicture(sql: SeedSql, userId: string, picture: string): Promise<void> {
  await sql.unsafe(
    'update public.global_chat_agents set avatar_url = $2 where user_id = $1::uuid and avatar_url is distinct from $2',
    [userId, picture],
  );
}

async function seedStories(sql: SeedSql, cast: Cast, stories: readonly Story[]): Promise<void> {
  const byKey = new Map(stories.map((story) => [story.key, story]));
  const visitorOf = (story: Story): Story['visitor'] =>
    byKey.get(story.visitor.same_as ?? story.key)?.visitor ?? story.visitor;
  const newcomers = stories.filter((story) => story.visitor.same_as === undefined);
  await insert(
    sql,
    'global_chat_visitors',
    newcomers.map((story) => visitorRow(cast, story)),
  );
  await insert(
    sql,
    'global_chat_sessions',
    stories.map((story) => sessionRow(cast, story, visitorOf(story))),
  );
  await insert(
    sql,
    'global_chat_messages',
    stories.flatMap((story) => messageRows(cast, story, visitorOf(story))),
  );
  await insert(
    sql,
    'global_chat_notes',
    stories.flatMap((story) => noteRows(cast, story)),
  );
}

function userOf(email: string, ids: Readonly<Record<string, string>>): string {
  const id = ids[email];
  if (id === undefined) throw new Error(`seedDemo needs the id of the Auth user ${email}.`);
  return id;
}

/** The rows go as one JSON text, so that the driver's idea of arrays and objects does not matter. */
async function insert(sql: SeedSql, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first).join(', ');
  await sql.unsafe(
    `insert into public.${table} (${columns})
     select ${columns} from jsonb_populate_recordset(null::public.${table}, $1::text::jsonb)
     on conflict do nothing`,
    [JSON.stringify(rows)],
  );
}
