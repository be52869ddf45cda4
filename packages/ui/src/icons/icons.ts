// Our icons, one export each, so that a bundle carries only those it draws: on a 24 px grid, stroke only, round caps.
// Accessible names belong to the button around an icon. Those of a first message, of the transcript and of a visitor's
// details have modules of their own, since a module is never divided between the chunks of a bundle.

import { drawing } from './drawing.ts';

export const iconAt = /* @__PURE__ */ drawing(
  'M8.4 12a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0zM15.6 8.6v4.6c0 1.5 1 2.4 2.3 2.4 1.7 0 2.6-1.6 2.6-3.8A8.4 8.4 0 1 0 17 18.8',
);
export const iconAttach = /* @__PURE__ */ drawing(
  'M19.5 11.5l-7.7 7.6a4.7 4.7 0 0 1-6.7-6.6l8-7.9a3.2 3.2 0 0 1 4.5 4.5l-7.9 7.8a1.6 1.6 0 0 1-2.3-2.3l7-6.9',
);
export const iconBell = /* @__PURE__ */ drawing(
  'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.3H4.5zM10 20.2c.5.5 1.2.8 2 .8s1.5-.3 2-.8',
);
export const iconBolt = /* @__PURE__ */ drawing('M13 3.5L5.5 13.5h5.8L10.7 20.5 18.5 10h-6z');
export const iconChat = /* @__PURE__ */ drawing(
  'M12 3.9c-4.8 0-8.4 3.3-8.4 7.5 0 2.3 1 4.3 2.8 5.7l-.5 3.2 3.5-1.7c.8.2 1.7.3 2.6.3 4.8 0 8.4-3.3 8.4-7.5S16.8 3.9 12 3.9z',
);
export const iconChevronDown = /* @__PURE__ */ drawing('M5.5 9L12 15.5 18.5 9');
export const iconDone = /* @__PURE__ */ drawing(
  'M3.6 12a8.4 8.4 0 1 0 16.8 0a8.4 8.4 0 1 0-16.8 0zM8.3 12.3l2.6 2.6 4.9-5.3',
);
export const iconInbox = /* @__PURE__ */ drawing(
  'M4 13.5l2.5-7.6c.2-.7.8-1.1 1.5-1.1h8c.7 0 1.3.4 1.5 1.1L20 13.5v4.3c0 .8-.7 1.5-1.5 1.5h-13c-.8 0-1.5-.7-1.5-1.5zM4 13.5h4.5c.3 1.7 1.7 3 3.5 3s3.2-1.3 3.5-3H20',
);
export const iconLock = /* @__PURE__ */ drawing(
  'M7.2 10.5h9.6a2.2 2.2 0 0 1 2.2 2.2v5.1a2.2 2.2 0 0 1-2.2 2.2h-9.6a2.2 2.2 0 0 1-2.2-2.2v-5.1a2.2 2.2 0 0 1 2.2-2.2zM8 10.5V8a4 4 0 0 1 8 0v2.5',
);
export const iconMoon = /* @__PURE__ */ drawing('M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7z');
export const iconMore = /* @__PURE__ */ drawing(
  'M5.05 12a.45.45 0 1 0 .9 0a.45.45 0 1 0-.9 0zM11.55 12a.45.45 0 1 0 .9 0a.45.45 0 1 0-.9 0zM18.05 12a.45.45 0 1 0 .9 0a.45.45 0 1 0-.9 0z',
);
export const iconMute = /* @__PURE__ */ drawing('M4 9.5v5h3.5l5 4v-13l-5 4zM16.5 9.5l4.5 5M21 9.5l-4.5 5');
export const iconPlus = /* @__PURE__ */ drawing('M12 5v14M5 12h14');
export const iconReply = /* @__PURE__ */ drawing('M9.5 6L4 11.5 9.5 17M4.5 11.5H14a6 6 0 0 1 6 6v1');
export const iconSearch = /* @__PURE__ */ drawing(
  'M4.4 11a6.6 6.6 0 1 0 13.2 0a6.6 6.6 0 1 0-13.2 0zM16 16l4.2 4.2',
);
export const iconShield = /* @__PURE__ */ drawing(
  'M12 3.7l7 2.5v5.3c0 4.2-2.9 7.3-7 8.8-4.1-1.5-7-4.6-7-8.8V6.2zM8.9 12l2.2 2.2 4-4.3',
);
export const iconSidebar = /* @__PURE__ */ drawing(
  'M6.3 4.8h11.4a2.5 2.5 0 0 1 2.5 2.5v9.4a2.5 2.5 0 0 1-2.5 2.5h-11.4a2.5 2.5 0 0 1-2.5-2.5v-9.4a2.5 2.5 0 0 1 2.5-2.5zM14.5 5v14',
);
export const iconSlash = /* @__PURE__ */ drawing(
  'M6.8 4.8h10.4a3 3 0 0 1 3 3v8.4a3 3 0 0 1-3 3h-10.4a3 3 0 0 1-3-3v-8.4a3 3 0 0 1 3-3zM13.5 8.5l-3 7',
);
export const iconSmile = /* @__PURE__ */ drawing(
  'M3.6 12a8.4 8.4 0 1 0 16.8 0a8.4 8.4 0 1 0-16.8 0zM8.5 14.2c.8 1.2 2 1.9 3.5 1.9s2.7-.7 3.5-1.9M9.2 9.7v.1M14.8 9.7v.1',
);
export const iconSnooze = /* @__PURE__ */ drawing(
  'M5 13a7 7 0 1 0 14 0a7 7 0 1 0-14 0zM12 9.5V13l2.3 1.5M4 6.5L6.8 4M20 6.5L17.2 4',
);
export const iconStar = /* @__PURE__ */ drawing(
  'M12 3.9l2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z',
);
export const iconTag = /* @__PURE__ */ drawing(
  'M12.6 4H5.5C4.7 4 4 4.7 4 5.5v7.1l7.3 7.3c.6.6 1.6.6 2.2 0l6.4-6.4c.6-.6.6-1.6 0-2.2zM8.2 8.2v.1',
);
export const iconTrash = /* @__PURE__ */ drawing(
  'M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 11.6c.1.8.7 1.4 1.5 1.4h6.4c.8 0 1.4-.6 1.5-1.4L17.5 7M10 11v5M14 11v5',
);
export const iconUser = /* @__PURE__ */ drawing(
  'M8.3 8.2a3.7 3.7 0 1 0 7.4 0a3.7 3.7 0 1 0-7.4 0zM4.8 19.5c.6-3.6 3.5-5.7 7.2-5.7s6.6 2.1 7.2 5.7',
);
export const iconUsers = /* @__PURE__ */ drawing(
  'M5.7 8.5a3.3 3.3 0 1 0 6.6 0a3.3 3.3 0 1 0-6.6 0zM2.8 18.8c.5-3.2 3-5 6.2-5s5.7 1.8 6.2 5M15.8 5.5a3.2 3.2 0 0 1 0 6M18 14.2c1.8.8 2.9 2.4 3.2 4.6',
);
