// Registers <gc-session-list>, unless another copy of the package did.
import { GcSessionList } from './gc-session-list.ts';

if (customElements.get('gc-session-list') === undefined)
  customElements.define('gc-session-list', GcSessionList);

/** Also here, so that importing this module alone brings the tag's types. */
export { GcSessionList };
