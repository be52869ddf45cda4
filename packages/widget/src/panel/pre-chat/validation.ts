// Whether an answer will do.

import { isVisible } from '@globalchat/core';
import type { PreChatField } from '@globalchat/core';
import type { ScreenKey } from '@globalchat/ui';
import { isEmailAddress } from '../settings/visitor-details.ts';

export type Answer = string | boolean;

/** What an answer is held to. */
export interface AnswerRule extends Pick<PreChatField, 'type' | 'required'> {
  /** In characters. */
  readonly maxLength: number;
  readonly matches: ((value: string) => boolean) | null;
}

/** Digits, and what people write between them. */
const PHONE_NUMBER = /^\+?[\d\s()./-]*$/;
const MIN_PHONE_DIGITS = 5;
/** As a browser's own field gives it. */
const DATE = /^\d{4}-\d\d-\d\d$/;

/** Nothing when there is nothing to see in it. */
export function trimmed(text: string): string {
  return isVisible(text) ? text.trim() : '';
}

/** The text that says what is wrong with an answer; null when nothing is. */
export function errorOf(
  { maxLength, matches, required, type }: AnswerRule,
  answer: Answer,
): ScreenKey | null {
  if (typeof answer === 'boolean') return required && !answer ? 'tickThis' : null;
  const text = trimmed(answer);
  if (text === '') return required ? 'fillIn' : null;
  if (type === 'email' && !isEmailAddress(text)) return 'invalidEmail';
  if (type === 'phone' && !(PHONE_NUMBER.test(text) && text.replace(/\D/g, '').length >= MIN_PHONE_DIGITS))
    return 'invalidField';
  if (type === 'date' && !DATE.test(text)) return 'invalidField';
  return text.length > maxLength || matches?.(text) === false ? 'invalidField' : null;
}
