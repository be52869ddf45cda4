// What the database takes of the details that a page, or a visitor, told. It refuses a conversation for a wrong one, and with
// it every message: what is no good must not get as far. The limits are those of schema/migrations/0015_visitor_sessions.sql.

import type { VisitorDetails } from '@globalchat/core';

/** As the database wants an address: a dot is in its domain, which browsers do not ask for. */
const EMAIL_ADDRESS = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/;

const MAX_CHARACTERS = { name: 120, email: 254, clientVisitorId: 128 } as const;

/** A zero, or half a character, is no text to the database. */
const NO_TEXT = /[\0\p{Cs}]/u;

export function isEmailAddress(text: string): boolean {
  return EMAIL_ADDRESS.test(text) && isText(text, MAX_CHARACTERS.email);
}

/**
 * The names of what the database would refuse. Nothing, and an empty text, it takes.
 * @param told By a page, which may have said anything.
 */
export function wrongDetails(told: VisitorDetails): readonly (keyof VisitorDetails)[] {
  const details = Object.keys(MAX_CHARACTERS) as (keyof VisitorDetails)[];
  return details.filter((detail) => {
    const value: unknown = (Object(told) as VisitorDetails)[detail] ?? '';
    if (typeof value !== 'string') return true;
    const text = value.trim();
    return detail === 'email' && text !== '' ? !isEmailAddress(text) : !isText(text, MAX_CHARACTERS[detail]);
  });
}

function isText(text: string, maxCharacters: number): boolean {
  return [...text].length <= maxCharacters && !NO_TEXT.test(text);
}
