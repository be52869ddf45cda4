// Code that is loaded when it is first needed.

import { GlobalChatError } from './errors.ts';

/** What `import()` brings. When it does not come that is the network's fault, and worth another try. */
export async function lazyImport<Module>(module: Promise<Module>): Promise<Module> {
  try {
    return await module;
  } catch (cause) {
    throw new GlobalChatError('network', 'A part of the chat could not be loaded.', { cause });
  }
}

/** Loads once, when it is first asked for; after a failure the next to ask tries again. */
export function loadOnce<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | undefined;
  return () => {
    loading ??= lazyImport(load());
    loading.catch(() => (loading = undefined));
    return loading;
  };
}
