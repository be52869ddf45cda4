// The icons of the transcript: how far a message has come, files, the way to the newest.

import { drawing } from './drawing.ts';

export const iconArrowDown = /* @__PURE__ */ drawing('M12 4.5v15M5.5 13l6.5 6.5 6.5-6.5');
export const iconCheck = /* @__PURE__ */ drawing('M5 12.5l4.5 4.5L19 7.5');
export const iconClock = /* @__PURE__ */ drawing(
  'M3.6 12a8.4 8.4 0 1 0 16.8 0a8.4 8.4 0 1 0-16.8 0zM12 7.5V12l3 2',
);
export const iconDoubleCheck = /* @__PURE__ */ drawing('M2.5 12.8l4.2 4.2 8.5-9M11.3 15.5l1.5 1.5 8.7-9');
export const iconDownload = /* @__PURE__ */ drawing('M12 4v11M7 10.5l5 5 5-5M5 20h14');
export const iconFile = /* @__PURE__ */ drawing(
  'M13.5 3.8H7.2c-.8 0-1.4.6-1.4 1.4v13.6c0 .8.6 1.4 1.4 1.4h9.6c.8 0 1.4-.6 1.4-1.4V8.5zM13.5 3.8v4.7h4.7M9 13h6M9 16.2h4',
);
