// Serves the demo's two pages on loopback under a strict content security policy, so that anything the widget or the
// inbox would need beyond it shows at once. Owns the routes; refuses to know the backend beyond its address.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import { examples } from './assets.ts';

export interface PagesOptions {
  readonly port: number;
  /** Folder with the script-tag bundle. */
  readonly scriptTag: string;
  /** Folder with the inbox page's script. */
  readonly inbox: string;
  readonly apiUrl: string;
  /** Values of the `%VITE_…%` placeholders, which Vite would fill the same way. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Pages {
  readonly url: string;
  stop(): Promise<void>;
}

function policy(apiUrl: string): string {
  const socket = apiUrl.replace(/^http/, 'ws');
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: blob: ${apiUrl}`,
    `connect-src 'self' ${apiUrl} ${socket}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

export async function startPages(options: PagesOptions): Promise<Pages> {
  const scriptTag = sirv(options.scriptTag, { dev: true });
  const inboxScript = sirv(options.inbox, { dev: true });
  const inboxFiles = sirv(`${examples}/inbox/public`, { dev: true });
  const landingFiles = sirv(`${examples}/landing`, { dev: true });

  const page = async (file: string): Promise<string> =>
    (await readFile(`${examples}/${file}`, 'utf8')).replace(
      /%(VITE_\w+)%/g,
      (_, name: string) => options.environment[name] ?? '',
    );

  const sendText = (response: ServerResponse, type: string, body: string): void => {
    response.setHeader('content-type', type);
    response.end(body);
  };
  const mount = (
    prefix: string,
    handler: ReturnType<typeof sirv>,
    request: IncomingMessage,
    response: ServerResponse,
  ) => {
    request.url = request.url?.slice(prefix.length) ?? '/';
    handler(request, response, () => void response.writeHead(404).end());
  };

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    response.setHeader('content-security-policy', policy(options.apiUrl));
    response.setHeader('cache-control', 'no-cache');
    const answer = async (): Promise<void> => {
      if (path === '/')
        return sendText(response, 'text/html; charset=utf-8', await page('landing/index.html'));
      if (path === '/inbox/')
        return sendText(response, 'text/html; charset=utf-8', await page('inbox/index.html'));
      if (path === '/inbox') return void response.writeHead(308, { location: '/inbox/' }).end();
      if (path.startsWith('/cdn/')) {
        // As a CDN does: a page of another origin may load the chunks, which are modules.
        response.setHeader('access-control-allow-origin', '*');
        return mount('/cdn', scriptTag, request, response);
      }
      if (path.startsWith('/inbox/src/')) {
        // The page names its source, as Vite wants it; here the compiled script stands in for it.
        request.url = path.replace(/\.ts$/, '.js');
        return mount('/inbox/src', inboxScript, request, response);
      }
      if (path.startsWith('/inbox/')) return mount('/inbox', inboxFiles, request, response);
      return mount('', landingFiles, request, response);
    };
    answer().catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  server.listen(options.port, '127.0.0.1');
  await Promise.race([
    once(server, 'listening'),
    once(server, 'error').then(([error]) => Promise.reject(error as Error)),
  ]);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
