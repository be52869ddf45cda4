// What stands between a visitor's first Send and the first message: the owner's questions, the consent, the captcha. Owns
// whether anything is asked, the form's stay in the composer's place, and what becomes of the answers. The message itself
// stays with whoever asks: its text and files are where they were, and go when `true` comes back.

import { GlobalChatError, toGlobalChatError } from '@globalchat/core';
import type { OutgoingFile, WidgetConfig } from '@globalchat/core';
import type { PanelContext } from '../shell/panel-context.ts';
import { errorText } from '../i18n/error-texts.ts';
import { withLaterTexts } from '../shell/lazy-shared.ts';
import type { Stage } from '../conversation/composer-slot.ts';
import { visitorContext } from '../settings/visitor-metadata.ts';
import { detailsOf, metadataOf } from './answers.ts';
import { PreChatForm } from './pre-chat-form.ts';
import type { FormParts } from './pre-chat-form.ts';
import { recall, remember } from './asked-questions.ts';
import { preChatStyles } from './pre-chat.styles.ts';
import { knownDetails, openQuestions } from './questions.ts';

type Surroundings = Pick<PanelContext, 'chat' | 'host'>;

export interface Waiting {
  readonly content: string;
  readonly attachments?: readonly Pick<OutgoingFile, 'name'>[];
}

/**
 * Whether the first message of a conversation may go; false when the visitor went back.
 *
 * Without a stage the page itself sends. It knows its visitor and answers for them, so that no question is asked; but
 * nobody agrees for somebody else: where the owner demands consent that was not given, it rejects with `consent_required`,
 * and the page can `prefill` instead. A captcha is then asked for when the server refuses the message for the lack of it.
 */
export async function admit({ chat, host }: Surroundings, message: Waiting, stage?: Stage): Promise<boolean> {
  const config = await chat.loadConfig();
  const asked = recall(chat, host);
  const consent = config.consentRequired && asked.consentAt === null;
  if (!stage) {
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
    return !captcha || ask(stage, { chat, host }, captcha, { questions, consent, text: nameOf(message) });
  }
  return ask(stage, { chat, host }, captcha, { questions, consent, text: nameOf(message) }, (form) => {
    const consentAt = consent ? new Date().toISOString() : asked.consentAt;
    const details = detailsOf(questions, form.answers);
    chat.setVisitor(details, metadataOf(questions, form.answers, consentAt, visitorContext()));
    // The panel hears of it as of any other setting, and so does the page.
    if (Object.keys(details).length > 0) host.visitor = { ...host.visitor, ...details };
    remember(chat, host, { keys: [...asked.keys, ...questions.map(({ key }) => key)], consentAt });
  });
}

/** Asks for the captcha alone, for a message that the server refused without one; false when the visitor went back. */
export async function prove(
  { chat, host, state }: PanelContext,
  message: Waiting,
  stage: Stage,
): Promise<boolean> {
  const parts = { questions: [], consent: false, text: nameOf(message), isFirst: false };
  return ask(stage, { chat, host }, state.config?.captcha ?? null, parts);
}

function nameOf({ content, attachments = [] }: Waiting): string {
  return content.trim() || attachments.map(({ name }) => name).join(', ');
}

type Asking = Pick<FormParts, 'questions' | 'consent' | 'text'> & Partial<Pick<FormParts, 'isFirst'>>;

/** Shows the form until it is let through or left. */
async function ask(
  stage: Stage,
  { chat, host }: Surroundings,
  demanded: WidgetConfig['captcha'],
  parts: Asking,
  onAnswers: (form: PreChatForm) => void = () => undefined,
): Promise<boolean> {
  let resolve: (passed: boolean) => void = () => undefined;
  const promise = new Promise<boolean>((settle) => (resolve = settle));
  let context: PanelContext | null = null;
  let isLeft = false;
  const update = (): void => stage.host.requestUpdate();
  const focus = (selector: string): void => {
    void stage.host.updateComplete.then(() => stage.host.querySelector<HTMLElement>(selector)?.focus());
  };

  const form = new PreChatForm({ isFirst: true, ...parts, onChange: update, onCancel, onSubmit });

  function onCancel(): void {
    isLeft = true;
    resolve(false);
  }

  function onSubmit(): void {
    if (form.busy) return;
    const [fault] = form.check();
    if (fault !== undefined) return focus(`[id="${fault}"]`);
    form.waits = form.captcha !== null && form.captcha.token === null;
    if (form.waits) return update();
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
    form.busy = form.waits = false;
    form.refused = true;
    // A token is good once, whatever became of it.
    form.captcha?.refuse();
    if (error.code !== 'captcha_required' && context) form.failure = errorText(error, context.localizer);
    update();
  }

  /** Also a form that is taken away with the panel, or with the conversation, ends here. */
  const watcher = {
    hostUpdated(): void {
      if (context && !stage.host.querySelector('.asking')) onCancel();
    },
    hostDisconnected: onCancel,
  };

  if (demanded) {
    const { createCaptcha } = await import('./captcha.ts');
    form.captcha = createCaptcha({
      host,
      captcha: demanded,
      locale: stage.host.lang,
      onChange() {
        // What only waited for it goes on by itself.
        if (form.captcha?.token && (form.waits || (form.isOnlyCaptcha && !form.refused))) onSubmit();
        else update();
      },
    });
    // Nothing can be shown: the server says whether it matters.
    if (!form.captcha && form.isOnlyCaptcha) return parts.isFirst !== false;
  }
  stage.form = (now) => {
    context = now;
    return form.render(withLaterTexts(now.localizer));
  };
  stage.onPart(styles);
  stage.host.addController(watcher);
  focus(form.isOnlyCaptcha ? '#gc-pre-chat' : '.asking :is(input, select)');
  try {
    return await promise;
  } finally {
    stage.host.removeController(watcher);
    form.captcha?.end();
    stage.form = null;
    stage.onPart([]);
    focus('.composer textarea');
  }
}

export const styles = preChatStyles;
