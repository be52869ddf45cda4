// How long a tag may be.

/** Characters; what the database takes. */
export const TAG_MAX_CHARACTERS = 60;
