// The small link of visitors: fetch for calls, an own Phoenix client for events, an own anonymous identity. No supabase-js,
// because its 50 kB would be most of the widget. The Phoenix client is loaded with the first channel.

import type { Environment } from '../../../environment/environment.ts';
import type { GlobalChatError } from '../../../errors.ts';
import { loadOnce } from '../../../lazy.ts';
import { checkProjectUrl, checkPublicKey } from './config-guards.ts';
import { createLazyChannels } from '../channels/lazy-channels.ts';
import { isTokenFailure, nobodyError } from '../errors.ts';
import { post } from './http.ts';
import type { VisitorLink } from '../link.ts';
import type { Realtime } from '../channels/realtime.ts';
import { createVisitorAuth } from './visitor-auth.ts';

export interface FetchLinkOptions {
  readonly url?: unknown;
  readonly key?: unknown;
  readonly widgetId: string;
  readonly environment: Environment;
  readonly debug?: boolean | undefined;
}

/** Throws `invalid_url`, `invalid_key` or `secret_key_refused`; connects and stores nothing until it is used. */
export function createFetchLink({ widgetId, environment, debug, ...options }: FetchLinkOptions): VisitorLink {
  const url = checkProjectUrl(options.url);
  const key = checkPublicKey(options.key);

  const auth = createVisitorAuth({
    url,
    key,
    widgetId,
    environment,
    onToken(token) {
      if (token) realtime?.setToken(token);
    },
  });
  let realtime: Realtime | undefined;
  const channels = createLazyChannels(async () => {
    const { createRealtime } = await import('../channels/realtime.ts');
    const log = debug ? environment.log : undefined;
    return (realtime = createRealtime({ ...auth, url, key, widgetId, environment, log }));
  }, environment);

  /** Calls with a good token, and once more with a new one when the server doubts it. */
  const asUser = async <Answer>(call: (token: string | null) => Promise<Answer>): Promise<Answer> => {
    const token = await auth.token();
    if (!token) throw nobodyError();
    try {
      return await call(token);
    } catch (error) {
      if (!isTokenFailure(error as GlobalChatError)) throw error;
      return call(await auth.token(true));
    }
  };
  const rpc: VisitorLink['rpc'] = (name, body, asNobody) => {
    const call = (token: string | null): Promise<unknown> =>
      post(environment, { url: `${url}/rest/v1/rpc/${name}`, key, body, token });
    return asNobody ? call(null) : asUser(call);
  };

  return {
    ...channels,
    ...auth,
    rpc,
    files: loadOnce(async () =>
      (await import('./fetch-files.ts')).createFetchFiles({ url, key, environment, rpc, asUser }),
    ),
    async signOut() {
      channels.close();
      realtime?.leave();
      await auth.signOut();
    },
    close() {
      channels.close();
      realtime?.close();
    },
  };
}
