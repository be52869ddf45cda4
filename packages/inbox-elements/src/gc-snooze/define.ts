// Registers <gc-snooze>, unless another copy of the package did.
import { GcSnooze } from './gc-snooze.ts';

if (customElements.get('gc-snooze') === undefined) customElements.define('gc-snooze', GcSnooze);

/** Also here, so that importing this module alone brings the tag's types. */
export { GcSnooze };
