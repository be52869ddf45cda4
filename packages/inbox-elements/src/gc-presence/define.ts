// Registers <gc-presence>, unless another copy of the package did.
import { GcPresence } from './gc-presence.ts';

if (customElements.get('gc-presence') === undefined) customElements.define('gc-presence', GcPresence);

/** Also here, so that importing this module alone brings the tag's types. */
export { GcPresence };
