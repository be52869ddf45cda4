// Pages with the chat whose policy lets nothing in but scripts of their own and the project; what it refused is in
// `violations`.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Demo } from './demo.ts';

const LIST_VIOLATIONS = `violations = []; addEventListener("securitypolicyviolation",
  (event) => violations.push(event.violatedDirective + " " + event.blockedURI));`;

export interface StrictPagesOptions {
  /** On every page, before the chat. */
  readonly script?: string;
  /** More of it on one page, by its path. */
  readonly scriptsOfPages?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Directives to add, or to put in the place of the usual ones. */
  readonly policy?: (page: string) => Readonly<Record<string, string>>;
  /** What the pages may ask for besides, by its path. */
  readonly answers?: Readonly<Record<string, () => string>>;
}

export interface StrictPages {
  /** Without a slash at its end; any path without a dot is a page. */
  readonly address: string;
  close(): void;
}

export async function serveStrictPages(
  { api, publishableKey, widgetId }: Demo,
  {
    script = '',
    scriptsOfPages = {},
    body = '<h1>Cabins</h1>',
    policy,
    answers = {},
  }: StrictPagesOptions = {},
): Promise<StrictPages> {
  const html = (page: string): string => `<!doctype html><html lang="en">
    <meta name="viewport" content="width=device-width"><title>Page</title>
    <script src="/page.js?of=${page}"></script><script async src="/global-chat.js" data-supabase-url="${api}"
    data-supabase-key="${publishableKey}" data-widget-id="${widgetId}"></script>${body}`;
  const policyOf = (page: string): string => {
    const directives = {
      'default-src': `'none'`,
      'script-src': `'self'`,
      'connect-src': `${api} ${api.replace('http', 'ws')}`,
      'require-trusted-types-for': `'script'`,
      ...policy?.(page),
    };
    return Object.entries(directives)
      .map((directive) => directive.join(' '))
      .join('; ');
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname.slice(1);
    const send = (type: string, content: string | Buffer, headers = {}): void =>
      void response
        .writeHead(200, { 'content-type': type, 'cache-control': 'no-store', ...headers })
        .end(content);
    const answer = answers[name];
    if (answer) return send('text/plain', answer());
    if (name === 'page.js')
      return send(
        'text/javascript',
        LIST_VIOLATIONS + script + (scriptsOfPages[searchParams.get('of') ?? ''] ?? ''),
      );
    if (!name.includes('.'))
      return send('text/html', html(name), { 'content-security-policy': policyOf(name) });
    readFile(`${process.env['GC_DEMO_PAGES']}/cdn/${name}`).then(
      (content) => send('text/javascript', content, { 'cache-control': 'max-age=60' }),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
