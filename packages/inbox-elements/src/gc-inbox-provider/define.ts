// Registers <gc-inbox-provider>, unless another copy of the package did.
import { GcInboxProvider } from './gc-inbox-provider.ts';

if (customElements.get('gc-inbox-provider') === undefined) {
  customElements.define('gc-inbox-provider', GcInboxProvider);
}
