/**
 * Owns talking to one project: every request goes to its URL and nowhere else, redirects are not followed.
 */

export interface Project {
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
}

export interface Sent {
  readonly method: string;
  /** Below the project's URL; sent as it is written, so that `..` and `//` arrive. */
  readonly path: string;
  /** The key of the project to send, if any. */
  readonly apikey?: string | undefined;
  readonly token?: string | undefined;
  readonly body?: string | undefined;
  readonly type?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface Received {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Auth counts sign-ins per address; a run waits for its turn. */
const PAUSE_MS = 5_000;
const MOST_PAUSES = 120;
const REQUEST_LIMIT_MS = 30_000;

export async function ask(project: Project, sent: Sent): Promise<Received> {
  const base = new URL(project.url);
  const target = new URL(`${base.origin}${sent.path.startsWith('/') ? '' : '/'}${sent.path}`);
  if (target.origin !== base.origin) throw new Error(`${sent.path} would leave ${base.origin}.`);
  const response = await fetch(target, {
    method: sent.method,
    redirect: 'manual',
    signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
    headers: {
      ...(sent.apikey === undefined ? {} : { apikey: sent.apikey }),
      ...(sent.token === undefined ? {} : { authorization: `Bearer ${sent.token}` }),
      ...(sent.type === undefined ? {} : { 'content-type': sent.type }),
      ...sent.headers,
    },
    ...(sent.body === undefined ? {} : { body: sent.body }),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** What the run itself asks for with the secret key; a refusal ends the run, except that Auth's limits are waited for. */
export async function arrange(
  project: Project,
  method: string,
  path: string,
  body?: unknown,
  {
    key = project.secretKey,
    headers = {},
  }: { key?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<unknown> {
  for (let pauses = 0; ; pauses++) {
    const { status, text } = await ask(project, {
      method,
      path,
      apikey: key,
      token: key,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body), type: 'application/json' }),
    });
    if (status < 300) return text === '' ? null : (JSON.parse(text) as unknown);
    if (status !== 429 || !path.startsWith('/auth/') || pauses === MOST_PAUSES) {
      throw new Error(`Preparing failed: ${method} ${path} ${String(status)} ${text.slice(0, 300)}`);
    }
    if (pauses === 0)
      console.log('Auth limits sign-ups and sign-ins; waiting. Raise its rate limits to be quicker.');
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
