// What a visitor has still to be asked before their first message.

import type { PreChatField, VisitorChatState, VisitorDetails } from '@globalchat/core';
import type { AskedQuestions } from './asked-questions.ts';
import type { linearPattern } from './linear-pattern.ts';
import { conditionOf, shownQuestions } from './conditions.ts';
import type { Condition } from './conditions.ts';
import { errorOf, trimmed } from './validation.ts';
import type { Answer, AnswerRule } from './validation.ts';

export interface Question extends AnswerRule, Pick<PreChatField, 'key' | 'label' | 'options'> {
  /** Which of the visitor's own details this is; null for the owner's other questions. */
  readonly detail: 'name' | 'email' | null;
  /** When it shows; null is always. */
  readonly condition: Condition | null;
  /** To begin with. */
  readonly value: Answer;
}

/** The database's own limits. */
const FIELD_KEY = /^[a-z][a-z0-9_]{0,39}$/;
const MAX_FIELDS = 10;
const MAX_FIELD_OPTIONS = 50;
const MAX_LABEL_CHARACTERS = 120;
const MAX_DETAIL_CHARACTERS = { name: 120, email: 254 } as const;
/** Of any other answer: all of them together have to fit into the 2 KB of a conversation's context. */
const MAX_ANSWER_CHARACTERS = 200;
const MAX_LONG_ANSWER_CHARACTERS = 500;
const TEXT_TYPES: readonly PreChatField['type'][] = ['text', 'textarea', 'email', 'phone'];
const CHOICE_TYPES: readonly PreChatField['type'][] = ['select', 'radio'];
const TYPES: readonly PreChatField['type'][] = [...TEXT_TYPES, ...CHOICE_TYPES, 'date', 'checkbox'];

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
 * @param compilePattern Where there are patterns: without it they are no conditions.
 */
export function openQuestions(
  fields: readonly PreChatField[],
  known: VisitorDetails,
  { keys }: AskedQuestions,
  compilePattern?: typeof linearPattern,
): readonly Question[] {
  const questions = new Map<string, Question>();
  for (const field of fields) {
    if (questions.size >= MAX_FIELDS || questions.has(field.key) || !FIELD_KEY.test(field.key)) continue;
    if (!TYPES.includes(field.type)) continue;
    const question = questionOf(field, known, compilePattern);
    if (!CHOICE_TYPES.includes(question.type) || question.options.length > 0)
      questions.set(field.key, question);
  }
  const open = [...questions.values()].filter(
    (question) =>
      !keys.includes(question.key) &&
      !(question.detail && question.value !== '' && errorOf(question, question.value) === null),
  );
  const shown = shownQuestions(
    open,
    new Map([
      ...(Object.entries(known) as [string, Answer][]),
      ...open.map(({ key, value }): [string, Answer] => [key, value]),
    ]),
  );
  if (shown.length === 0) return [];
  return open.some(({ required }) => required) || keys.length === 0 ? open : [];
}

function questionOf(
  field: PreChatField,
  known: VisitorDetails,
  compilePattern?: typeof linearPattern,
): Question {
  const { key, label, pattern, required, type } = field;
  const isText = TEXT_TYPES.includes(type);
  const detail = (type === 'text' || type === 'email') && (key === 'name' || key === 'email') ? key : null;
  return {
    key,
    // The owner's field named `email` is an address, whatever it was meant to be.
    type: detail === 'email' ? 'email' : type,
    label: cut(label, MAX_LABEL_CHARACTERS),
    required,
    options: [...new Set(field.options.map((option) => cut(option.trim(), MAX_ANSWER_CHARACTERS)))]
      .filter((option) => option !== '')
      .slice(0, MAX_FIELD_OPTIONS),
    detail,
    maxLength: detail
      ? MAX_DETAIL_CHARACTERS[detail]
      : type === 'textarea'
        ? MAX_LONG_ANSWER_CHARACTERS
        : MAX_ANSWER_CHARACTERS,
    condition: conditionOf(field.showIf),
    matches: (isText && pattern && compilePattern?.(pattern)) || null,
    value: detail ? trimmed(known[detail] ?? '') : type === 'checkbox' ? false : '',
  };
}

/** Without half a character at the end, which the database refuses. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
