// Registers <gc-filters>, unless another copy of the package did.
import { GcFilters } from './gc-filters.ts';

if (customElements.get('gc-filters') === undefined) customElements.define('gc-filters', GcFilters);

/** Also here, so that importing this module alone brings the tag's types. */
export { GcFilters };
