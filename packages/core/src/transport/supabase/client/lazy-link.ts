// A link that is loaded when it is first used. Keeps the code for host-provided clients out of pages that bring none.

import type { Environment } from '../../../environment/environment.ts';
import { loadOnce } from '../../../lazy.ts';
import { createLazyChannels } from '../channels/lazy-channels.ts';
import type { VisitorLink } from '../link.ts';

export function createLazyLink(load: () => Promise<VisitorLink>, environment: Environment): VisitorLink {
  let link: VisitorLink | undefined;
  let closed = false;
  const loaded = loadOnce(async () => {
    link = await load();
    if (closed) link.close();
    return link;
  });

  const channels = createLazyChannels(loaded, environment);

  function lazyCall<Name extends 'rpc' | 'signIn' | 'signOut' | 'files'>(name: Name): VisitorLink[Name] {
    const call = async (...given: never[]): Promise<unknown> =>
      ((await loaded())[name] as (...all: never[]) => Promise<unknown>)(...given);
    return call as VisitorLink[Name];
  }

  return {
    ...channels,
    userId: () => link?.userId() ?? null,
    rpc: lazyCall('rpc'),
    signIn: lazyCall('signIn'),
    signOut: lazyCall('signOut'),
    files: lazyCall('files'),
    close() {
      closed = true;
      channels.close();
      link?.close();
    },
  };
}
