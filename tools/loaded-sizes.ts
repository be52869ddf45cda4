// What a visitor's browser really loads of the widget: two idle seconds after it was opened, and when a first message was
// answered. A real browser on a page of its own, with a whole backend behind it; the bytes are those of the built files.
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import postgres from 'postgres';
import { launchBrowser, byRole, waitForBubble, openChat } from '../examples/e2e/people.ts';
import { startDemo, type Demo } from '../examples/e2e/demo.ts';
import { openWindow } from './browser.ts';

/** What the code that is loaded later waits for at the latest, and a little more. */
const IDLE_MS = 2000;
const QUESTION = 'Is anybody measuring this?';
const ANSWER = 'We are.';

/** Without the script tag. */
export interface LoadedSizes {
  readonly firstOpen: number;
  readonly firstConversation: number;
}

/**
 * @param cdn The folder with the built files.
 * @param weights Bytes of each of them on the wire.
 */
export async function loadedSizes(cdn: string, weights: ReadonlyMap<string, number>): Promise<LoadedSizes> {
  const loaded = new Set<string>();
  const [demo, browser] = await Promise.all([startDemo(`${cdn}/..`), launchBrowser()]);
  const server = await servePage(demo, cdn, loaded);
  const sum = (): number => [...loaded].reduce((bytes, file) => bytes + (weights.get(file) ?? 0), 0);
  try {
    const page = await openWindow(browser);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await byRole(page, 'button', 'Open chat');
    // What comes before anybody opens it is weighed by itself.
    await page.waitForNetworkIdle({ idleTime: IDLE_MS });
    loaded.clear();
    await openChat(page);
    await page.waitForNetworkIdle({ idleTime: IDLE_MS });
    const firstOpen = sum();
    await (await byRole(page, 'textbox', 'Message')).type(QUESTION);
    await page.keyboard.press('Enter');
    await waitForBubble(page, QUESTION);
    await answer(demo, ANSWER);
    await waitForBubble(page, ANSWER);
    await page.waitForNetworkIdle({ idleTime: IDLE_MS });
    return { firstOpen, firstConversation: sum() };
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await demo.stop();
  }
}

async function servePage(demo: Demo, cdn: string, loaded: Set<string>): Promise<Server> {
  const { api, publishableKey, widgetId } = demo;
  const html = `<!doctype html><title>Page</title><script async src="/global-chat.js" data-supabase-url="${api}" data-supabase-key="${publishableKey}" data-widget-id="${widgetId}"></script>`;
  const server = createServer((request, response) => {
    const file = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1);
    if (file === '') return void response.writeHead(200, { 'content-type': 'text/html' }).end(html);
    readFile(`${cdn}/${file}`).then(
      (body) => {
        loaded.add(file);
        response.writeHead(200, { 'content-type': 'text/javascript' }).end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** Somebody of the team answers in the conversation that the visitor began. */
async function answer(
  { agents, api, database, publishableKey, tenantId }: Demo,
  content: string,
): Promise<void> {
  const sql = postgres(database, { max: 1, fetch_types: false });
  let sessionId: string | undefined;
  while (!sessionId) {
    const [found] = await sql<{ session_id: string }[]>`
      select session_id from public.global_chat_messages where content = ${QUESTION}`;
    sessionId = found?.session_id;
  }
  await sql.end();
  const ask = async (
    path: string,
    token: string,
    body: object,
  ): Promise<{ readonly access_token: string }> => {
    const response = await fetch(api + path, {
      method: 'POST',
      headers: {
        apikey: publishableKey,
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as { readonly access_token: string };
  };
  const { email, password } = agents.find((agent) => (agent.tenantId ?? tenantId) === tenantId)!;
  const { access_token } = await ask('/auth/v1/token?grant_type=password', publishableKey, {
    email,
    password,
  });
  const message = { session_id: sessionId, message_id: crypto.randomUUID(), content };
  await ask('/rest/v1/rpc/global_chat_send_message', access_token, message);
}
