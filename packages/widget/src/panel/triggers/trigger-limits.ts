// What the owner of a page cannot choose about teasers.

/** Closing one keeps all of them away for this long. */
export const SNOOZE_MS = 7 * 86_400_000;
/** A page that never rests gets its triggers all the same. */
export const LATEST_START_MS = 2000;
/** How often the address is looked at where the browser does not tell that a page moved on by itself. */
export const ADDRESS_POLL_INTERVAL_MS = 1000;
/** The same limits as in the database: what is beyond them was not written there. */
export const MAX_TRIGGERS = 20;
export const MAX_MESSAGE_CHARACTERS = 500;
export const MAX_PATTERN_CHARACTERS = 500;
export const MAX_SENDER_CHARACTERS = 60;
/** What is left free of a narrow screen beside a teaser, so that the page behind it can be told and touched. */
export const FREE_WIDTH_PX = 52;
