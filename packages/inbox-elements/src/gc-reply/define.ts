// Registers <gc-reply>, unless another copy of the package did.
import { GcReply } from './gc-reply.ts';

if (customElements.get('gc-reply') === undefined) customElements.define('gc-reply', GcReply);
