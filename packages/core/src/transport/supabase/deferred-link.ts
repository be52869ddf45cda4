// A link that is loaded when it is first used. Keeps the code for host-provided clients out of pages that bring none.

import type { Environment } from '../../environment.ts';
import { createStore } from '../../store/store.ts';
import type { ConnectionState } from '../../types.ts';
import { deferChannels } from './deferred-channels.ts';
import { networkError } from './errors.ts';
import type { VisitorLink } from './link.ts';

export function deferLink(load: () => Promise<VisitorLink>, environment: Environment): VisitorLink {
  const state = createStore<{ readonly connection: ConnectionState }>({ connection: 'idle' });
  let loading: Promise<VisitorLink> | undefined;
  let link: VisitorLink | undefined;
  let stopMirroring: (() => void) | undefined;
  let closed = false;

  function loaded(): Promise<VisitorLink> {
    loading ??= load().then(
      (arrived) => {
        link = arrived;
        const mirror = (): void => state.update(() => ({ connection: arrived.connection.get() }));
        stopMirroring = arrived.connection.subscribe(mirror);
        mirror();
        if (closed) arrived.close();
        return arrived;
      },
      (cause: unknown) => {
        // The chunk did not arrive. The next use tries again.
        loading = undefined;
        throw networkError(cause);
      },
    );
    return loading;
  }

  const channels = deferChannels(async () => (await loaded()).channel, environment);

  return {
    connection: state.select(({ connection }) => connection),
    userId: () => link?.userId() ?? null,
    rpc: async (...call) => (await loaded()).rpc(...call),
    signIn: async (captchaToken) => (await loaded()).signIn(captchaToken),
    signOut: async () => (await loaded()).signOut(),
    files: async () => (await loaded()).files(),
    channel: channels.open,
    wake() {
      channels.hurry();
      link?.wake();
    },
    close() {
      closed = true;
      channels.close();
      stopMirroring?.();
      link?.close();
    },
  };
}
