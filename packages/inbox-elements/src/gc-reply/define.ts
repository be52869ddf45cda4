// Registers <gc-reply>, unless another copy of the package did.
import { GcReply } from './gc-reply.ts';

if (customElements.get('gc-reply') === undefined) customElements.define('gc-reply', GcReply);

/** Also here, so that importing this module alone brings the tag's types. */
export { GcReply };
