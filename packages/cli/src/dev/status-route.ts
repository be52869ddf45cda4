// The local page that says what runs and shows the mails that Auth would have sent. Owns three paths on the API's
// address; everything shown travels as JSON and is set as text, because names and mails come from anybody.
import { readFile } from 'node:fs/promises';
import type { Local, LocalRoute } from '@globalchat/local';

// Read from the sources, which are published beside `dist`: tsc copies no pages.
const STATUS_FILES: Record<string, { readonly file: string; readonly type: string }> = {
  '/': { file: 'status.html', type: 'text/html; charset=utf-8' },
  '/status.css': { file: 'status.css', type: 'text/css' },
  '/status.js': { file: 'status.js', type: 'text/javascript' },
};
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Counts for the status page; every table exists because the schema has been applied. */
async function counts(local: Local): Promise<Record<string, number>> {
  const [row] = await local.sql<Record<string, number>[]>`
    select (select count(*)::int from public.global_chat_tenants) as tenants,
      (select count(*)::int from public.global_widget_config) as widgets,
      (select count(*)::int from public.global_chat_sessions) as conversations,
      (select count(*)::int from public.global_chat_messages) as messages,
      (select count(*)::int from auth.users) as users`;
  return row ?? {};
}

/**
 * @param current The running backend, or null while it starts.
 * @param pages Addresses of pages that belong to it, by their names.
 */
export function statusRoute(
  current: () => Local | null,
  pages: () => Readonly<Record<string, string>> = () => ({}),
): LocalRoute {
  return async (request) => {
    const { pathname } = new URL(request.url);
    const local = current();
    if (request.method !== 'GET' || !local) return undefined;
    if (pathname === '/status.json') {
      const keys = {
        'API URL': local.apiUrl,
        'Database URL': local.databaseUrl,
        'Publishable key': local.publishableKey,
      };
      return Response.json({
        keys,
        counts: await counts(local),
        mails: local.mailbox.list(),
        pages: pages(),
      });
    }
    const asset = STATUS_FILES[pathname];
    if (!asset) return undefined;
    const body = await readFile(new URL(`../../src/dev/status-page/${asset.file}`, import.meta.url));
    return new Response(body, {
      headers: { 'content-type': asset.type, 'content-security-policy': CONTENT_SECURITY_POLICY },
    });
  };
}
