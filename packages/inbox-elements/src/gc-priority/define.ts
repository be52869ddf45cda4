// Registers <gc-priority>, unless another copy of the package did.
import { GcPriority } from './gc-priority.ts';

if (customElements.get('gc-priority') === undefined) customElements.define('gc-priority', GcPriority);

/** Also here, so that importing this module alone brings the tag's types. */
export { GcPriority };
