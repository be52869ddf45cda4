// Registers <gc-inbox-provider>, unless another copy of the package did.
import { GcInboxProvider } from './gc-inbox-provider.ts';

if (customElements.get('gc-inbox-provider') === undefined) {
  customElements.define('gc-inbox-provider', GcInboxProvider);
}

/** Also here, so that importing this module alone brings the tag's types. */
export { GcInboxProvider };
