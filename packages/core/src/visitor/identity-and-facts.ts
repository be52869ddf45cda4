// What is told of the visitor, by the page or by a signed token. Nothing may import it but by `import()`: most pages tell nothing.

import { createIdentity } from './identity.ts';
import type { Identity, IdentityOptions } from './identity.ts';
import { createVisitorFacts } from './visitor-facts.ts';
import type { VisitorFacts, VisitorFactsOptions } from './visitor-facts.ts';

export type IdentityAndFacts = Identity & VisitorFacts;

export function createIdentityAndFacts(
  options: VisitorFactsOptions & Pick<IdentityOptions, 'transport' | 'onSessions'>,
): IdentityAndFacts {
  const { store, environment } = options;
  const identity = createIdentity({
    ...options,
    clock: environment.clock,
    onResult: (result) => store.patch({ identity: result }),
  });
  const facts = createVisitorFacts(options);
  return {
    ...identity,
    ...facts,
    forget() {
      identity.forget();
      facts.forget();
    },
  };
}
