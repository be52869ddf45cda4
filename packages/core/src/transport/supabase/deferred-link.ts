// A link that is loaded when it is first used. Keeps the code for host-provided clients out of pages that bring none.

import type { Environment } from '../../environment.ts';
import { loadOnce } from '../../late-code.ts';
import { deferChannels } from './deferred-channels.ts';
import type { VisitorLink } from './link.ts';

export function deferLink(load: () => Promise<VisitorLink>, environment: Environment): VisitorLink {
  let link: VisitorLink | undefined;
  let closed = false;
  const loaded = loadOnce(async () => {
    link = await load();
    if (closed) link.close();
    return link;
  });

  const channels = deferChannels(loaded, environment);

  function late<Name extends 'rpc' | 'signIn' | 'signOut' | 'files'>(name: Name): VisitorLink[Name] {
    const call = async (...given: never[]): Promise<unknown> =>
      ((await loaded())[name] as (...all: never[]) => Promise<unknown>)(...given);
    return call as VisitorLink[Name];
  }

  return {
    ...channels,
    userId: () => link?.userId() ?? null,
    rpc: late('rpc'),
    signIn: late('signIn'),
    signOut: late('signOut'),
    files: late('files'),
    close() {
      closed = true;
      channels.close();
      link?.close();
    },
  };
}
