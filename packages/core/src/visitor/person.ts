// What is told of the visitor, by the page or by a signed token. Nothing may import it but by `import()`: most pages tell nothing.

import { createIdentity } from './identity.ts';
import type { Identity, IdentityOptions } from './identity.ts';
import { createTelling } from './telling.ts';
import type { Telling, TellingOptions } from './telling.ts';

export type Person = Identity & Telling;

export function createPerson(
  options: TellingOptions & Pick<IdentityOptions, 'transport' | 'onSessions'>,
): Person {
  const { store, environment } = options;
  const identity = createIdentity({
    ...options,
    clock: environment.clock,
    onResult: (result) => store.patch({ identity: result }),
  });
  const telling = createTelling(options);
  return {
    ...identity,
    ...telling,
    forget() {
      identity.forget();
      telling.forget();
    },
  };
}
