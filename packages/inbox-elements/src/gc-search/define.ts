// Registers <gc-search>, unless another copy of the package did.
import { GcSearch } from './gc-search.ts';

if (customElements.get('gc-search') === undefined) customElements.define('gc-search', GcSearch);

/** Also here, so that importing this module alone brings the tag's types. */
export { GcSearch };
