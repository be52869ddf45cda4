// Registers <gc-tags>, unless another copy of the package did.
import { GcTags } from './gc-tags.ts';

if (customElements.get('gc-tags') === undefined) customElements.define('gc-tags', GcTags);

/** Also here, so that importing this module alone brings the tag's types. */
export { GcTags };
