// Registers <gc-status>, unless another copy of the package did.
import { GcStatus } from './gc-status.ts';

if (customElements.get('gc-status') === undefined) customElements.define('gc-status', GcStatus);
