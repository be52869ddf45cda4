/** Of one message, as people count characters, not in UTF-16 units: schema/migrations/0016_messages.sql. */
export const MESSAGE_MAX_CHARACTERS = 4000;
