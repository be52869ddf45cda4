/**
 * Owns removing tenants with everything in them, their files too, which only the Storage API can delete.
 */
import { arrange } from './project.ts';
import type { Project } from './project.ts';

/** The tenants that a filter of the Data API names, with their files. */
export async function removeTenants(project: Project, filter: string): Promise<number> {
  const tenants = (await arrange(project, 'GET', `/rest/v1/global_chat_tenants?${filter}&select=id`)) as {
    id: string;
  }[];
  for (const { id } of tenants) {
    await arrange(project, 'DELETE', `/rest/v1/global_chat_tenants?id=eq.${id}`);
    const prefixes = await filesBelow(project, id);
    if (prefixes.length > 0) {
      await arrange(project, 'DELETE', '/storage/v1/object/global-chat', { prefixes });
    }
  }
  return tenants.length;
}

/** Everything in a folder; a folder in it has no id of its own. */
async function filesBelow(project: Project, folder: string): Promise<readonly string[]> {
  const found = (await arrange(project, 'POST', '/storage/v1/object/list/global-chat', {
    prefix: folder,
    limit: 1000,
  })) as { name: string; id: string | null }[];
  const paths = found.map(async ({ name, id }) =>
    id === null ? filesBelow(project, `${folder}/${name}`) : [`${folder}/${name}`],
  );
  return (await Promise.all(paths)).flat();
}
