// What stands between a visitor's first Send and the first message: the owner's questions, the consent, the captcha.
// The message itself stays with whoever asks: its text and files are where they were, and go when `true` comes back.

import { GlobalChatError, toGlobalChatError } from '@globalchat/core';
import type { OutgoingFile, WidgetConfig } from '@globalchat/core';
import type { PanelContext } from '../shell/panel-context.ts';
import { errorText } from '../i18n/error-texts.ts';
import { withScreenTexts } from '../shell/screen-shared.ts';
import type { ComposerSlot } from '../conversation/composer-slot.ts';
import { visitorMetadata } from '../settings/visitor-metadata.ts';
import { detailsOf, metadataOf } from './answers.ts';
import { PreChatForm } from './pre-chat-form.ts';
import type { PreChatFormOptions } from './pre-chat-form.ts';
import { readAskedQuestions, storeAskedQuestions } from './asked-questions.ts';
import { preChatStyles } from './pre-chat.styles.ts';
import { knownDetails, openQuestions } from './questions.ts';

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
  if (questions.length === 0 && !consent) {
    // The next conversation says it, too.
    if (asked.consentAt) chat.setVisitor({}, { consent_at: asked.consentAt });
    return !captcha || ask(slot, { chat, host }, captcha, { questions, consent, text: nameOf(message) });
  }
  return ask(slot, { chat, host }, captcha, { questions, consent, text: nameOf(message) }, (form) => {
    const consentAt = consent ? new Date().toISOString() : asked.consentAt;
    const details = detailsOf(questions, form.answers);
    chat.setVisitor(details, metadataOf(questions, form.answers, consentAt, visitorMetadata()));
    // The panel hears of it as of any other setting, and so does the page.
    if (Object.keys(details).length > 0) host.visitor = { ...host.visitor, ...details };
    storeAskedQuestions(chat, host, { keys: [...asked.keys, ...questions.map(({ key }) => key)], consentAt });
  });
}

/** Asks for the captcha alone, for a message that the server refused without one; false when the visitor went back. */
export async function askForCaptcha(
  { chat, host, state }: PanelContext,
  message: WaitingMessage,
  slot: ComposerSlot,
): Promise<boolean> {
  const parts = { questions: [], consent: false, text: nameOf(message), isFirst: false };
  return ask(slot, { chat, host }, state.config?.captcha ?? null, parts);
}

function nameOf({ content, attachments = [] }: WaitingMessage): string {
  return content.trim() || attachments.map(({ name }) => name).join(', ');
}

type FormContent = Pick<PreChatFormOptions, 'questions' | 'consent' | 'text'> &
  Partial<Pick<PreChatFormOptions, 'isFirst'>>;

/** Shows the form until it is let through or left. */
async function ask(
  slot: ComposerSlot,
  { chat, host }: ChatAndHost,
  demanded: WidgetConfig['captcha'],
  content: FormContent,
  onAnswers: (form: PreChatForm) => void = () => undefined,
): Promise<boolean> {
  let resolve: (passed: boolean) => void = () => undefined;
  const promise = new Promise<boolean>((settle) => (resolve = settle));
  let context: PanelContext | null = null;
  let isLeft = false;
  const update = (): void => slot.host.requestUpdate();
  const focus = (selector: string): void => {
    void slot.host.updateComplete.then(() => slot.host.querySelector<HTMLElement>(selector)?.focus());
  };

  const form = new PreChatForm({ isFirst: true, ...content, onChange: update, onCancel, onSubmit });

  function onCancel(): void {
    isLeft = true;
    resolve(false);
  }

  function onSubmit(): void {
    if (form.busy) return;
    const [fault] = form.check();
    if (fault !== undefined) return focus(`[id="${fault}"]`);
    form.waitsForCaptcha = form.captcha !== null && form.captcha.token === null;
    if (form.waitsForCaptcha) return update();
    form.busy = true;
    form.failure = null;
    update();
    pass().then(resolve, fail);
  }

  async function pass(): Promise<boolean> {
    const token = form.captcha?.token;
    if (token) await chat.signIn({ captchaToken: token });
    // Who went back, or logged out, meanwhile has said nothing.
    if (!isLeft) onAnswers(form);
    return !isLeft;
  }

  function fail(cause: unknown): void {
    const error = toGlobalChatError(cause);
    form.busy = form.waitsForCaptcha = false;
    form.captchaRefused = true;
    // A token is good once, whatever became of it.
    form.captcha?.refuse();
    if (error.code !== 'captcha_required' && context) form.failure = errorText(error, context.localizer);
    update();
  }

  /** Also a form that is taken away with the panel, or with the conversation, ends here. */
  const watcher = {
    hostUpdated(): void {
      if (context && !slot.host.querySelector('.asking')) onCancel();
    },
    hostDisconnected: onCancel,
  };

  if (demanded) {
    const { createCaptcha } = await import('./captcha.ts');
    form.captcha = createCaptcha({
      host,
      captcha: demanded,
      locale: slot.host.lang,
      onChange() {
        // What only waited for it goes on by itself.
        if (form.captcha?.token && (form.waitsForCaptcha || (form.isOnlyCaptcha && !form.captchaRefused)))
          onSubmit();
        else update();
      },
    });
    // Nothing can be shown: the server says whether it matters.
    if (!form.captcha && form.isOnlyCaptcha) return content.isFirst !== false;
  }
  slot.form = (now) => {
    context = now;
    return form.render(withScreenTexts(now.localizer));
  };
  slot.adoptStyles(styles);
  slot.host.addController(watcher);
  focus(form.isOnlyCaptcha ? '#gc-pre-chat' : '.asking :is(input, select)');
  try {
    return await promise;
  } finally {
    slot.host.removeController(watcher);
    form.captcha?.end();
    slot.form = null;
    slot.adoptStyles([]);
    focus('.composer textarea');
  }
}

export const styles = preChatStyles;
