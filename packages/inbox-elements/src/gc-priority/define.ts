// Registers <gc-priority>, unless another copy of the package did.
import { GcPriority } from './gc-priority.ts';

if (customElements.get('gc-priority') === undefined) customElements.define('gc-priority', GcPriority);
