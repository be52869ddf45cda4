// Registers <gc-visitor>, unless another copy of the package did.
import { GcVisitor } from './gc-visitor.ts';

if (customElements.get('gc-visitor') === undefined) customElements.define('gc-visitor', GcVisitor);
