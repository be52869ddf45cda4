/**
 * Owns asking one of our pure functions by itself.
 */
import type { TestDatabase } from './database.ts';

/** What a function answers to this argument, or the field and the sentence of its refusal. */
export async function askFunction(
  database: TestDatabase,
  call: string,
  value: string | null,
): Promise<unknown> {
  try {
    const rows = await database.owner.unsafe<{ answer: unknown }[]>(
      `select to_json(global_chat_private.${call}) as answer`,
      [value],
    );
    return rows[0]?.answer;
  } catch (error) {
    const { hint, message, detail } = error as { hint?: string; message: string; detail?: string };
    if (hint !== 'invalid_argument') throw error;
    return `${(JSON.parse(detail ?? '{}') as { field: string }).field}: ${message}`;
  }
}

/** As JSON text; undefined is SQL's null. */
export const asJson = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
