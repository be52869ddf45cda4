/**
 * Owns which mutants change nothing that anybody could notice, with the reason.
 */
import { CONVERSATIONS } from './equivalent/conversations.ts';
import type { Equivalent } from './equivalent/equivalent.ts';
import { FILES } from './equivalent/files.ts';
import { PEOPLE } from './equivalent/people.ts';
import { SEARCHING } from './equivalent/search.ts';

export const EQUIVALENT: readonly Equivalent[] = [...CONVERSATIONS, ...SEARCHING, ...FILES, ...PEOPLE];
