// Registers <gc-inbox> and all it is composed of, unless another copy of the package did.
import '../gc-inbox-provider/define.ts';
import '../gc-filters/define.ts';
import '../gc-notifications/define.ts';
import '../gc-presence/define.ts';
import '../gc-reply/define.ts';
import '../gc-search/define.ts';
import '../gc-session-list/define.ts';
import '../gc-sign-in/define.ts';
import '../gc-thread/define.ts';
import '../gc-visitor/define.ts';
import { GcInbox } from './gc-inbox.ts';

if (customElements.get('gc-inbox') === undefined) customElements.define('gc-inbox', GcInbox);

/** Also here, so that importing this module alone brings the tag's types. */
export { GcInbox };
