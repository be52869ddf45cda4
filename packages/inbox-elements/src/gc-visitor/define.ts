// Registers <gc-visitor>, unless another copy of the package did.
import { GcVisitor } from './gc-visitor.ts';

if (customElements.get('gc-visitor') === undefined) customElements.define('gc-visitor', GcVisitor);

/** Also here, so that importing this module alone brings the tag's types. */
export { GcVisitor };
