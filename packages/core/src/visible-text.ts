// Whether there is anything to see in a text. The database judges alike; see `is_visible` in schema/migrations/0002_arguments.sql.

/** White space, controls, characters without a shape of their own, and marks that have no letter to stand on. */
const VISIBLE_CHARACTER = /[^\s\p{Cc}\p{Cf}\p{DI}\p{M}\u2800\u{1d159}]/u;

/** False for a text, or a name, that would show as nothing: the database takes it for an empty one. */
export function isVisible(text: string): boolean {
  return VISIBLE_CHARACTER.test(text);
}
