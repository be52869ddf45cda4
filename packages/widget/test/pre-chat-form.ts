// The form before a conversation, as a visitor meets it: by its labels, its button and what it says is wrong.

import type { PreChatField, WidgetConfig } from '@globalchat/core';
import { until } from './widget-fixture.ts';
import type { WidgetFixture } from './widget-fixture.ts';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export function question(key: string, label: string, more: Partial<PreChatField> = {}): PreChatField {
  return { key, label, type: 'text', required: true, options: [], pattern: null, showIf: {}, ...more };
}

/** Name, e-mail, a topic and an offer, and consent. */
export const FORM: Partial<WidgetConfig> = {
  consentRequired: true,
  preChat: [
    question('name', 'Name'),
    question('email', 'Email', { type: 'email' }),
    question('topic', 'Topic', { type: 'select', required: false, options: ['A booking', 'Something else'] }),
    question('offers', 'Send me offers', { type: 'checkbox', required: false }),
  ],
};

/** Types, presses Send, and waits for the form. */
export async function ask(one: WidgetFixture, text: string): Promise<void> {
  one.type(text);
  one.button('Send message').click();
  await until(() => one.root.querySelector('.asking form'), 'the form shows');
}

/** By the beginning of its label. */
export function control(one: WidgetFixture, label: string): Control {
  const found = [...one.root.querySelectorAll<Control>('.asking :is(input, select, textarea)')].find((one) =>
    one.labels?.[0]?.textContent.trim().startsWith(label),
  );
  if (!found) throw new Error(`There is no field "${label}".`);
  return found;
}

export function fill(one: WidgetFixture, label: string, value: string): void {
  const found = control(one, label);
  found.value = value;
  found.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  found.dispatchEvent(new Event('change', { bubbles: true }));
}

/** What is said to be wrong with a field, as assistive technology finds it. */
export function faultOf(one: WidgetFixture, label: string): string {
  const found = control(one, label);
  const alert = one.root.getElementById(found.getAttribute('aria-describedby')!)!;
  if (alert.role !== 'alert') throw new Error('Nobody would hear it.');
  const text = alert.checkVisibility() ? alert.textContent.replace(/\s+/g, ' ').trim() : '';
  if ((found.ariaInvalid === 'true') !== (text !== ''))
    throw new Error(`"${text}" and aria-invalid disagree.`);
  return text;
}

export const stored = ({ backend }: WidgetFixture): readonly string[] =>
  backend.database
    .sessions()
    .flatMap(({ id }) => backend.database.messages(id).map(({ content }) => content));

/** Waits until that is all that the database has. */
export const sent = (one: WidgetFixture, ...texts: readonly string[]): Promise<unknown> =>
  until(() => stored(one).join() === texts.join(), `${texts.join()} is stored`);
