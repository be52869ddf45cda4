// Limits of the conversation.

/** Of one message, as the database counts characters: schema/migrations/0016_messages.sql. */
export const MAX_CONTENT_CHARACTERS = 4000;
