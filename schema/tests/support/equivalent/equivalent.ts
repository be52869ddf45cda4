/**
 * Owns what is said of a mutant that changes nothing.
 */

/** A mutant that nobody could notice, or only by two calls in the same microsecond. */
export interface Equivalent {
  readonly file: string;
  /** A part of the mutant's name. */
  readonly what: string;
  /** A part of what was taken out. */
  readonly original?: string;
  /** The function, table or policy in which it stands. */
  readonly inside?: string;
  /** A part of the line in which it begins. */
  readonly line?: string;
  readonly reason: string;
}
