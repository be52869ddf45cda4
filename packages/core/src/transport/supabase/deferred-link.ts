// A link that is loaded when it is first used. Keeps the code for host-provided clients out of pages that bring none.

import type { Environment } from '../../environment.ts';
import { arrives } from '../../late-code.ts';
import { deferChannels } from './deferred-channels.ts';
import type { VisitorLink } from './link.ts';

export function deferLink(load: () => Promise<VisitorLink>, environment: Environment): VisitorLink {
  let loading: Promise<VisitorLink> | undefined;
  let link: VisitorLink | undefined;
  let closed = false;

  async function loaded(): Promise<VisitorLink> {
    loading ??= arrives(load());
    try {
      link = await loading;
    } catch (error) {
      // The chunk did not arrive. The next use tries again.
      loading = undefined;
      throw error;
    }
    if (closed) link.close();
    return link;
  }

  const channels = deferChannels(loaded, environment);

  return {
    ...channels,
    userId: () => link?.userId() ?? null,
    rpc: async (...call) => (await loaded()).rpc(...call),
    signIn: async (captchaToken) => (await loaded()).signIn(captchaToken),
    signOut: async () => (await loaded()).signOut(),
    files: async () => (await loaded()).files(),
    close() {
      closed = true;
      channels.close();
      link?.close();
    },
  };
}
