// Registers <gc-status>, unless another copy of the package did.
import { GcStatus } from './gc-status.ts';

if (customElements.get('gc-status') === undefined) customElements.define('gc-status', GcStatus);

/** Also here, so that importing this module alone brings the tag's types. */
export { GcStatus };
