// Registers <gc-filters>, unless another copy of the package did.
import { GcFilters } from './gc-filters.ts';

if (customElements.get('gc-filters') === undefined) customElements.define('gc-filters', GcFilters);
