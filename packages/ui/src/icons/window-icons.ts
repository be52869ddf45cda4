// The icon of a window of its own.

import { drawing } from './drawing.ts';

export const iconExternal = /* @__PURE__ */ drawing(
  'M13.5 4.5h6v6M19.5 4.5L11 13M17 13.5V18c0 .8-.7 1.5-1.5 1.5H6c-.8 0-1.5-.7-1.5-1.5V8.5C4.5 7.7 5.2 7 6 7h4.5',
);
