// The demo on a running backend: its people, their conversations, and the two pages that show them. Owns what
// `globalchat dev` and `npm run demo` have in common; the pages' files come from the caller.
import type { Local } from '@globalchat/local';
import { demo, seedDemo } from '@globalchat/schema';
import { startPages, type PagesOptions } from '../pages/serve.ts';

export interface DemoProject {
  readonly landing: string;
  readonly inbox: string;
  readonly stop: () => Promise<void>;
}

/** Re-runnable on a folder that has the demo already. Throws a `CommandError` when the port is taken. */
export async function openDemo(
  local: Local,
  { port, folders, allowedHosts }: Pick<PagesOptions, 'port' | 'folders' | 'allowedHosts'>,
): Promise<DemoProject> {
  const agentIds: Record<string, string> = {};
  for (const agent of demo.agents) {
    const { email, password, name } = agent;
    agentIds[email] = (await local.createUser({ email, password, name })).id;
  }
  // First: the pages have the pictures of the team, and only then is it known where.
  const pages = await startPages({
    port,
    folders,
    allowedHosts,
    apiUrl: local.apiUrl,
    environment: {
      VITE_GLOBAL_CHAT_SCRIPT: '/cdn/global-chat.js',
      VITE_SUPABASE_URL: local.apiUrl,
      VITE_SUPABASE_ANON_KEY: local.publishableKey,
      VITE_WIDGET_ID: demo.widgetId,
    },
  });
  const pictures = Object.fromEntries(
    demo.agents.flatMap(({ email, picture }) => (picture ? [[email, `${pages.url}/${picture}`]] : [])),
  );
  try {
    await seedDemo(local.sql, { agentIds, pictures });
  } catch (cause) {
    await pages.stop();
    throw cause;
  }
  return { landing: `${pages.url}/`, inbox: `${pages.url}/inbox/`, stop: pages.stop };
}

/** Who may sign in to the inbox: the first of the demo's agents. */
export function firstAgent(): { readonly email: string; readonly password: string } {
  const [first] = demo.agents;
  return { email: first?.email ?? '', password: first?.password ?? '' };
}
