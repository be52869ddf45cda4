// Registers <gc-thread> and the editors in its header, unless another copy of the package did.
import '../gc-assignee/define.ts';
import '../gc-presence/define.ts';
import '../gc-priority/define.ts';
import '../gc-snooze/define.ts';
import '../gc-status/define.ts';
import '../gc-tags/define.ts';
import { GcThread } from './gc-thread.ts';

if (customElements.get('gc-thread') === undefined) customElements.define('gc-thread', GcThread);

/** Also here, so that importing this module alone brings the tag's types. */
export { GcThread };
