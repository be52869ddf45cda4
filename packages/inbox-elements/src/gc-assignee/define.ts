// Registers <gc-assignee>, unless another copy of the package did.
import { GcAssignee } from './gc-assignee.ts';

if (customElements.get('gc-assignee') === undefined) customElements.define('gc-assignee', GcAssignee);

/** Also here, so that importing this module alone brings the tag's types. */
export { GcAssignee };
