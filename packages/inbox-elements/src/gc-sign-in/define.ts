// Registers <gc-sign-in>, unless another copy of the package did.
import { GcSignIn } from './gc-sign-in.ts';

if (customElements.get('gc-sign-in') === undefined) customElements.define('gc-sign-in', GcSignIn);

/** Also here, so that importing this module alone brings the tag's types. */
export { GcSignIn };
