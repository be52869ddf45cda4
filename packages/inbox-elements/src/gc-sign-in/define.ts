// Registers <gc-sign-in>, unless another copy of the package did.
import { GcSignIn } from './gc-sign-in.ts';

if (customElements.get('gc-sign-in') === undefined) customElements.define('gc-sign-in', GcSignIn);
