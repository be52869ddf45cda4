// Registers <gc-notifications>, unless another copy of the package did.
import { GcNotifications } from './gc-notifications.ts';

if (customElements.get('gc-notifications') === undefined)
  customElements.define('gc-notifications', GcNotifications);

/** Also here, so that importing this module alone brings the tag's types. */
export { GcNotifications };
