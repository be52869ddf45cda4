// Which questions show: those whose condition holds by the answers so far. The answer to one that does not show counts
// as none.

import { trimmed } from './validation.ts';
import type { Answer } from './validation.ts';

export interface Condition {
  /** Of an earlier question. */
  readonly field: string;
  readonly holds: (answer: string) => boolean;
}

interface Conditional {
  readonly key: string;
  readonly condition: Condition | null;
}

/** Null where there is none, or none that anybody could mean. */
export function conditionOf(showIf: Readonly<Record<string, unknown>> | undefined): Condition | null {
  const { field, filled, is, one_of: choices } = showIf ?? {};
  if (typeof field !== 'string') return null;
  if (typeof is === 'string') return { field, holds: (answer) => answer === is.trim() };
  if (Array.isArray(choices))
    return {
      field,
      holds: (answer) => choices.some((one) => typeof one === 'string' && one.trim() === answer),
    };
  return filled === true ? { field, holds: (answer) => answer !== '' } : null;
}

/** @param answers By key; also those that the visitor was not asked for, because they are known. */
export function shownQuestions<Question extends Conditional>(
  questions: readonly Question[],
  answers: ReadonlyMap<string, Answer>,
): readonly Question[] {
  const asked = new Set(questions.map(({ key }) => key));
  const shown = new Set<string>();
  return questions.filter(({ key, condition }) => {
    const counts = !condition || shown.has(condition.field) || !asked.has(condition.field);
    const isShown = !condition || condition.holds(counts ? textOf(answers.get(condition.field)) : '');
    if (isShown) shown.add(key);
    return isShown;
  });
}

/** A tick is an answer, and none is not. */
function textOf(answer: Answer | undefined): string {
  return typeof answer === 'string' ? trimmed(answer) : answer ? 'true' : '';
}
