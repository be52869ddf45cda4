// Who the visitor is, on the disk: localStorage is written there only seconds later, and a browser that is killed before
// would have forgotten them.

import type { IdentityStorage } from './environment.ts';
import { runOnDatabase } from './browser-database.ts';

export const browserIdentities: IdentityStorage = {
  load: async (key) =>
    ((await runOnDatabase('identities', 'readonly', (store) => store.get(key))) as string | undefined) ??
    null,
  save: async (key, text) =>
    void (await runOnDatabase('identities', 'readwrite', (store) => store.put(text, key), true)),
  remove: async (key) => void (await runOnDatabase('identities', 'readwrite', (store) => store.delete(key))),
};
