// The icons of a conversation before its first message: what the widget draws as soon as it opens.

import { drawing } from './drawing.ts';

export const iconAlert = /* @__PURE__ */ drawing(
  'M3.6 12a8.4 8.4 0 1 0 16.8 0a8.4 8.4 0 1 0-16.8 0zM12 7.8v5M12 16.1v.1',
);
export const iconBack = /* @__PURE__ */ drawing('M14.5 5.5L8 12l6.5 6.5');
export const iconClose = /* @__PURE__ */ drawing('M6 6l12 12M18 6L6 18');
export const iconOffline = /* @__PURE__ */ drawing(
  'M4 4l16 16M8.5 15.5a5 5 0 0 1 7 0M5.5 12.2a9.4 9.4 0 0 1 4-2.4M18.5 12.2a9.3 9.3 0 0 0-5-2.7M2.8 8.8A13.6 13.6 0 0 1 6.5 6.4M21.2 8.8A13.4 13.4 0 0 0 10 5.6M12 19v.1',
);
export const iconSend = /* @__PURE__ */ drawing('M12 19.5v-15M5.5 11L12 4.5 18.5 11');
