// What stands between a visitor's first Send and the first message: the owner's questions, the consent, the captcha.
// The message itself stays with whoever asks: its text and files are where they were, and go when `true` comes back.

import { GlobalChatError } from '@globalchat/core';
import type { OutgoingFile } from '@globalchat/core';
import { GcConsentEvent } from '../../visitor-and-file-events.ts';
import type { ComposerSlot } from '../conversation/composer-slot.ts';
import { visitorMetadata } from '../settings/visitor-metadata.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { detailsOf, metadataOf } from './answers.ts';
import { readAskedQuestions, storeAskedQuestions } from './asked-questions.ts';
import type { PreChatForm } from './pre-chat-form.ts';
import { knownDetails, openQuestions } from './questions.ts';
import { showForm } from './show-form.ts';
import { keepTypedAnswers, withTypedAnswers } from './typed-answers.ts';
import type { Answer } from './validation.ts';

type ChatAndHost = Pick<PanelContext, 'chat' | 'host'>;

export interface WaitingMessage {
  readonly content: string;
  readonly attachments?: readonly Pick<OutgoingFile, 'name'>[];
}

/**
 * Whether the first message of a conversation may go; false when the visitor went back.
 *
 * Without a slot the page itself sends. It knows its visitor and answers for them, so that no question is asked; but
 * nobody agrees for somebody else: where the owner demands consent that was not given, it rejects with `consent_required`,
 * and the page can `prefill` instead. A captcha is then asked for when the server refuses the message for the lack of it.
 */
export async function askBeforeFirstMessage(
  { chat, host }: ChatAndHost,
  message: WaitingMessage,
  slot?: ComposerSlot,
): Promise<boolean> {
  const config = await chat.loadConfig();
  const asked = readAskedQuestions(chat, host);
  const consent = config.consentRequired && asked.consentAt === null;
  if (!slot) {
    if (!consent) return true;
    throw new GlobalChatError(
      'consent_required',
      'This widget demands the visitor’s consent before the first message. Use prefill and let them send it.',
    );
  }
  const hasPattern = config.preChat.some(({ pattern }) => pattern);
  const patterns = hasPattern ? await import('./linear-pattern.ts') : undefined;
  const known = knownDetails(host.visitor, chat.get());
  const questions = openQuestions(config.preChat, known, asked, patterns?.linearPattern);
  // Whoever is known here is signed in, or will be asked when the server says that they are not.
  const captcha = chat.hasIdentity() ? null : config.captcha;
  const form = {
    slot,
    chat,
    host,
    captcha,
    content: {
      questions: withTypedAnswers(chat, questions),
      known,
      consent,
      text: nameOf(message),
      isFirst: true,
      onTyped: (answers: ReadonlyMap<string, Answer>) => keepTypedAnswers(chat, answers),
    },
  };
  if (questions.length === 0 && !consent) {
    // The next conversation says it, too.
    if (asked.consentAt) chat.setVisitor({}, { consent_at: asked.consentAt });
    return !captcha || showForm(form);
  }
  const onAnswers = ({ answers, shown }: PreChatForm): void => {
    const consentAt = consent ? new Date().toISOString() : asked.consentAt;
    const details = detailsOf(shown, answers);
    keepTypedAnswers(chat, null);
    chat.setVisitor(details, metadataOf(shown, answers, consentAt, visitorMetadata()));
    // The panel hears of it as of any other setting, and so does the page.
    if (Object.keys(details).length > 0) host.visitor = { ...host.visitor, ...details };
    if (consent && consentAt) host.dispatchEvent(new GcConsentEvent(consentAt));
    // Also those that no answer made show.
    storeAskedQuestions(chat, host, { keys: [...asked.keys, ...questions.map(({ key }) => key)], consentAt });
  };
  return showForm({ ...form, onAnswers });
}

/** Asks for the captcha alone, for a message that the server refused without one; false when the visitor went back. */
export async function askForCaptcha(
  { chat, host, state }: PanelContext,
  message: WaitingMessage,
  slot: ComposerSlot,
): Promise<boolean> {
  const content = { questions: [], consent: false, text: nameOf(message), isFirst: false };
  return showForm({ slot, chat, host, captcha: state.config?.captcha ?? null, content });
}

function nameOf({ content, attachments = [] }: WaitingMessage): string {
  return content.trim() || attachments.map(({ name }) => name).join(', ');
}
