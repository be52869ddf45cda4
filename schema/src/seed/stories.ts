/**
 * Owns the form of the demo's JSON: companies and their conversations, with times as "minutes ago".
 */
import { readFile } from 'node:fs/promises';

/** `v` is the visitor, everything else the first part of an agent's address: [who, minutes ago, text]. */
export type StoryMessage = readonly [who: string, minutesAgo: number, text: string];

export interface Story {
  /** Names the session; its ids are derived from it. */
  readonly key: string;
  readonly visitor: {
    readonly name?: string;
    readonly email?: string;
    /** Set for visitors whose identity the host has signed. */
    readonly external_id?: string;
    /** The key of another story told by the same visitor. */
    readonly same_as?: string;
  };
  readonly status: 'open' | 'pending' | 'resolved';
  readonly assigned?: string;
  readonly tags: readonly string[];
  readonly priority?: string;
  readonly rating?: number;
  readonly rating_comment?: string;
  readonly snoozed_hours?: number;
  /** How many of the newest messages the agents have not read; and the visitor. */
  readonly unread?: number;
  readonly visitor_unread?: number;
  readonly metadata?: Readonly<Record<string, unknown>> & {
    readonly pages?: readonly (readonly [string, number])[];
  };
  readonly messages: readonly StoryMessage[];
  readonly notes?: readonly (readonly [
    who: string,
    minutesAgo: number,
    text: string,
    mentions?: readonly string[],
  ])[];
}

export interface Company {
  readonly tenant: { readonly slug: string; readonly name: string };
  readonly widget: Readonly<Record<string, unknown>>;
  /** [shortcut, text, whose]; without a third part the whole team has it. */
  readonly canned_replies: readonly (readonly [string, string, string?])[];
  readonly sessions: readonly Story[];
}

/** Beside `src` and `dist` alike. */
const FOLDER = new URL('../../seed/', import.meta.url);

async function read<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(new URL(name, FOLDER), 'utf8')) as T;
}

/** Fjellhus and Lumen Cycles, in this order. */
export async function readCompanies(): Promise<readonly [Company, Company]> {
  const [fjellhus, earlier, lumen] = await Promise.all([
    read<Company>('fjellhus.json'),
    read<Pick<Company, 'sessions'>>('fjellhus-earlier.json'),
    read<Company>('lumen.json'),
  ]);
  return [{ ...fjellhus, sessions: [...fjellhus.sessions, ...earlier.sessions] }, lumen];
}
