// Serves the demo's two pages on loopback under a strict content security policy, so that anything the widget or the
// inbox would need beyond it shows at once. Owns the routes.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { createGuard, type Guard } from '@globalchat/local';
import { CommandError } from '../command.ts';

export interface PageFolders {
  readonly landing: string;
  readonly inbox: string;
  /** The script-tag bundle. */
  readonly cdn: string;
}

export interface PagesOptions {
  /** 0 = any free port. */
  readonly port: number;
  readonly folders: PageFolders;
  /** Names besides those of loopback by which the pages may be asked for. */
  readonly allowedHosts: readonly string[];
  readonly apiUrl: string;
  /** Values of the `%VITE_…%` placeholders, which Vite would fill the same way. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Pages {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const TYPE_OF_EXTENSION: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
};

function policy(apiUrl: string, isInbox: boolean): string {
  const socket = apiUrl.replace(/^http/, 'ws');
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: blob: ${apiUrl}`,
    `connect-src 'self' ${apiUrl} ${socket}`,
    "base-uri 'none'",
    "form-action 'none'",
    ...(isInbox ? ["frame-ancestors 'none'"] : []),
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** Throws a `CommandError` when the port is taken. */
export async function startPages(options: PagesOptions): Promise<Pages> {
  const guard = createGuard({ hosts: options.allowedHosts });
  const server = createServer((request, response) => {
    respond(request, response, options, guard).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening').catch((error: unknown) => {
    throw asProblem(error as Error, options.port);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function asProblem(error: Error, port: number): Error {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return error;
  return new CommandError(`Port ${port} of 127.0.0.1 is taken. Choose another port for the pages.`);
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { apiUrl, folders, environment }: PagesOptions,
  guard: Guard,
): Promise<void> {
  const refusal = guard(request);
  if (refusal !== undefined) {
    const { status, ...body } = refusal;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    return;
  }
  const { pathname } = new URL(`http://localhost${request.url ?? '/'}`);
  const path = decoded(pathname);
  if (path === undefined) return void response.writeHead(400).end();
  const isInbox = path.startsWith('/inbox');
  response.setHeader('content-security-policy', policy(apiUrl, isInbox));
  // Whoever frames the inbox can have an agent press its buttons unseen.
  if (isInbox) response.setHeader('x-frame-options', 'DENY');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cache-control', 'no-cache');
  await answer(path, response, folders, environment);
}

/** Undefined for half a character. */
function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

async function answer(
  path: string,
  response: ServerResponse,
  folders: PageFolders,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  if (path === '/inbox') return void response.writeHead(308, { location: '/inbox/' }).end();
  const file = fileOf(path, folders);
  const content = file === undefined ? undefined : await readIfThere(file);
  if (file === undefined || content === undefined) return void response.writeHead(404).end();
  // As a CDN does: a page of another origin may load the chunks, which are modules.
  if (path.startsWith('/cdn/')) response.setHeader('access-control-allow-origin', '*');
  const type = TYPE_OF_EXTENSION[extname(file)] ?? 'application/octet-stream';
  response.setHeader('content-type', type);
  response.end(hasPlaceholders(file, folders) ? fill(content.toString(), environment) : content);
}

function fileOf(name: string, { landing, inbox, cdn }: PageFolders): string | undefined {
  if (name.includes('..') || name.includes('\0') || name.includes('\\')) return undefined;
  if (name === '/') return `${landing}/index.html`;
  if (name === '/inbox/') return `${inbox}/index.html`;
  if (name.startsWith('/cdn/')) return `${cdn}/${name.slice('/cdn/'.length)}`;
  // The page names its source, as Vite wants it; here the compiled script stands in for it.
  if (name.startsWith('/inbox/')) return `${inbox}/${name.slice('/inbox/'.length).replace(/\.ts$/, '.js')}`;
  return `${landing}${name}`;
}

const NO_FILE_ERROR_CODES = new Set(['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG']);

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (NO_FILE_ERROR_CODES.has(code ?? '')) return undefined;
    throw error;
  }
}

/** The bundle is served as it is published. */
function hasPlaceholders(file: string, { cdn }: PageFolders): boolean {
  return !file.startsWith(`${cdn}/`) && /\.(html|js)$/.test(file);
}

function fill(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replace(/%(VITE_\w+)%/g, (_, name: string) => environment[name] ?? '');
}
