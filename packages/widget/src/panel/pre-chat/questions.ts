// What a visitor has still to be asked before their first message. Owns what makes an owner's field a question, what is
// known already, and whether an answer will do; refuses to render.

import { isVisible } from '@globalchat/core';
import type { PreChatField, VisitorChatState, VisitorDetails } from '@globalchat/core';
import type { ScreenKey } from '@globalchat/ui';
import type { linearPattern } from './linear-pattern.ts';
import type { Asked } from './asked-questions.ts';

export type Answer = string | boolean;

export interface Question extends Pick<PreChatField, 'key' | 'label' | 'type' | 'required' | 'options'> {
  /** Which of the visitor's own details this is; null for the owner's other questions. */
  readonly detail: 'name' | 'email' | null;
  /** In characters. */
  readonly longest: number;
  readonly matches: ((value: string) => boolean) | null;
  /** To begin with. */
  readonly value: Answer;
}

/** The database's own limits. */
const KEY = /^[a-z][a-z0-9_]{0,39}$/;
const MOST_FIELDS = 10;
const MOST_OPTIONS = 200;
const LONGEST_LABEL = 200;
const LONGEST = { name: 120, email: 254 } as const;
/** Of any other answer: all of them together have to fit into the 2 KB of a conversation's context. */
const LONGEST_ANSWER = 200;
/** As the database wants an address: a dot is in its domain. */
const EMAIL = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/;

/** What the page said, else what the server has of this visitor. */
export function knownDetails(claimed: VisitorDetails | null, state: VisitorChatState): VisitorDetails {
  const [session] = state.sessions;
  const name: unknown = claimed?.name ?? session?.visitorName;
  const email: unknown = claimed?.email ?? session?.visitorEmail;
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof email === 'string' && { email }),
  };
}

/**
 * The questions to show; empty when everything is known, or was asked before and left open as one may.
 * @param compile Where there are patterns: without it they are no conditions.
 */
export function openQuestions(
  fields: readonly PreChatField[],
  known: VisitorDetails,
  { keys }: Asked,
  compile?: typeof linearPattern,
): readonly Question[] {
  const questions = new Map<string, Question>();
  for (const field of fields) {
    if (questions.size >= MOST_FIELDS || questions.has(field.key) || !KEY.test(field.key)) continue;
    const question = questionOf(field, known, compile);
    if (question.type !== 'select' || question.options.length > 0) questions.set(field.key, question);
  }
  const open = [...questions.values()].filter(
    (question) =>
      !keys.includes(question.key) &&
      !(question.detail && question.value !== '' && faultOf(question, question.value) === null),
  );
  return open.some(({ required }) => required) || keys.length === 0 ? open : [];
}

function questionOf(field: PreChatField, known: VisitorDetails, compile?: typeof linearPattern): Question {
  const { key, label, pattern, required, type } = field;
  const isText = type === 'text' || type === 'email';
  const detail = isText && (key === 'name' || key === 'email') ? key : null;
  return {
    key,
    // The owner's field named `email` is an address, whatever it was meant to be.
    type: detail === 'email' ? 'email' : type,
    label: cut(label, LONGEST_LABEL),
    required,
    options: [...new Set(field.options.map((option) => cut(option.trim(), LONGEST_ANSWER)))]
      .filter((option) => option !== '')
      .slice(0, MOST_OPTIONS),
    detail,
    longest: detail ? LONGEST[detail] : LONGEST_ANSWER,
    matches: (isText && pattern && compile?.(pattern)) || null,
    value: detail ? trimmed(known[detail] ?? '') : type === 'checkbox' ? false : '',
  };
}

/** Nothing when there is nothing to see in it. */
export function trimmed(text: string): string {
  return isVisible(text) ? text.trim() : '';
}

/** Without half a character at the end, which the database refuses. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

/** The text that says what is wrong with an answer; null when nothing is. */
export function faultOf({ longest, matches, required, type }: Question, answer: Answer): ScreenKey | null {
  if (typeof answer === 'boolean') return required && !answer ? 'tickThis' : null;
  const text = trimmed(answer);
  if (text === '') return required ? 'fillIn' : null;
  if (type === 'email' && !EMAIL.test(text)) return 'invalidEmail';
  return text.length > longest || matches?.(text) === false ? 'invalidField' : null;
}
