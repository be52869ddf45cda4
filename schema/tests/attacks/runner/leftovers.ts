/**
 * Owns finding what is in a project besides a run: tenants of others, and what an interrupted run left behind.
 */
import { ACCOUNT_PREFIX } from './people.ts';
import { arrange } from './project.ts';
import type { Project } from './project.ts';
import { removeTenants } from './remove.ts';
import { SLUG_PREFIX } from './fixture.ts';

const PAGE = 200;

interface User {
  readonly id: string;
  readonly email?: string;
  readonly user_metadata?: { readonly attacks?: string };
}

async function countTenants(project: Project, filter: string): Promise<number> {
  return ((await arrange(project, 'GET', `/rest/v1/global_chat_tenants?${filter}&select=id`)) as unknown[])
    .length;
}

/** Tenants that no run made. */
export const strangers = (project: Project): Promise<number> =>
  countTenants(project, `slug=not.like.${SLUG_PREFIX}*`);
/** Tenants of earlier runs. */
export const leftovers = (project: Project): Promise<number> =>
  countTenants(project, `slug=like.${SLUG_PREFIX}*`);

/** Removes tenants, accounts and anonymous users of earlier runs, and says how many. */
export async function removeLeftovers(project: Project): Promise<string> {
  const tenants = await removeTenants(project, `slug=like.${SLUG_PREFIX}*`);
  const doomed: string[] = [];
  for (let page = 1; ; page++) {
    const path = `/auth/v1/admin/users?page=${String(page)}&per_page=${String(PAGE)}`;
    const { users } = (await arrange(project, 'GET', path)) as { users: User[] };
    for (const { id, email, user_metadata } of users) {
      if (email?.startsWith(ACCOUNT_PREFIX) === true || user_metadata?.attacks !== undefined) doomed.push(id);
    }
    if (users.length < PAGE) break;
  }
  for (const id of doomed) await arrange(project, 'DELETE', `/auth/v1/admin/users/${id}`);
  return `Removed ${String(tenants)} tenants and ${String(doomed.length)} users.`;
}
