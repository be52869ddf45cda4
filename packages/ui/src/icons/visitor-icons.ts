// The icons of what an agent reads about a visitor.

import { drawing } from './drawing.ts';

export const iconBlock = /* @__PURE__ */ drawing(
  'M3.6 12a8.4 8.4 0 1 0 16.8 0a8.4 8.4 0 1 0-16.8 0zM6.2 6.2l11.6 11.6',
);
export const iconGlobe = /* @__PURE__ */ drawing(
  'M3.6 12a8.4 8.4 0 1 0 16.8 0a8.4 8.4 0 1 0-16.8 0zM3.8 12h16.4M12 3.6c2.3 2.3 3.4 5.1 3.4 8.4s-1.1 6.1-3.4 8.4c-2.3-2.3-3.4-5.1-3.4-8.4S9.7 5.9 12 3.6z',
);
export const iconLaptop = /* @__PURE__ */ drawing(
  'M6.8 5h10.4a1.8 1.8 0 0 1 1.8 1.8v6.4a1.8 1.8 0 0 1-1.8 1.8h-10.4a1.8 1.8 0 0 1-1.8-1.8v-6.4a1.8 1.8 0 0 1 1.8-1.8zM2.8 18.8h18.4',
);
export const iconPin = /* @__PURE__ */ drawing(
  'M12 20.5c4-4 6.2-7.2 6.2-10.2a6.2 6.2 0 1 0-12.4 0c0 3 2.2 6.2 6.2 10.2zM9.8 10.2a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0-4.4 0z',
);
