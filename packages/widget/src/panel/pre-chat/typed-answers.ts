// What is typed into the form and not sent yet, for the next page of this tab: as the draft, it is there again. It goes when
// it was sent, with the visitor (tab-state/watch-tab.ts), and with the tab. It is read as if a stranger had written it.

import type { VisitorChat } from '@globalchat/core';
import { answersKey, readTabEntry, writeTabEntry } from '../tab-state/tab-entry.ts';
import type { Question } from './questions.ts';
import type { Answer } from './validation.ts';

export function withTypedAnswers(chat: VisitorChat, questions: readonly Question[]): readonly Question[] {
  const typed = parse(readTabEntry(answersKey(chat)));
  return questions.map((question) => {
    const answer = typed[question.key];
    return isPossible(question, answer) ? { ...question, value: answer } : question;
  });
}

function isPossible({ maxLength, options, type }: Question, answer: unknown): answer is Answer {
  if (type === 'checkbox') return typeof answer === 'boolean';
  return (
    typeof answer === 'string' && answer.length <= maxLength && (!options[0] || options.includes(answer))
  );
}

/** @param answers Null: they were sent. */
export function keepTypedAnswers(chat: VisitorChat, answers: ReadonlyMap<string, Answer> | null): void {
  writeTabEntry(answersKey(chat), answers && JSON.stringify(Object.fromEntries(answers)));
}

function parse(text: string | null): Record<string, unknown> {
  try {
    return Object(JSON.parse(text ?? '{}')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
