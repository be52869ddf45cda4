// What becomes of a form: it is checked, waits for its captcha, signs the visitor in, and gives the answers on.

import { toGlobalChatError } from '@globalchat/core';
import type { VisitorChat } from '@globalchat/core';
import { PreChatForm } from './pre-chat-form.ts';
import type { PreChatFormOptions } from './pre-chat-form.ts';

export interface FormFlowOptions {
  readonly chat: VisitorChat;
  readonly content: Omit<PreChatFormOptions, 'onChange' | 'onCancel' | 'onSubmit'>;
  /** Called when everything is answered, unless the visitor left meanwhile. */
  readonly onAnswers?: (form: PreChatForm) => void;
  /** Renders again. */
  readonly update: () => void;
  readonly focus: (selector: string) => void;
}

export interface FormFlow {
  readonly form: PreChatForm;
  /** Whether the visitor was let through; false when they left. */
  readonly passed: Promise<boolean>;
  readonly leave: () => void;
  readonly submit: () => void;
}

export function createFormFlow({ chat, content, focus, onAnswers, update }: FormFlowOptions): FormFlow {
  let resolve: (passed: boolean) => void = () => undefined;
  const passed = new Promise<boolean>((settle) => (resolve = settle));
  let isLeft = false;

  const leave = (): void => {
    isLeft = true;
    resolve(false);
  };

  const submit = (): void => {
    if (form.busy) return;
    const [invalidId] = form.check();
    if (invalidId !== undefined) return focus(`[id="${invalidId}"]`);
    form.waitsForCaptcha = form.captcha !== null && form.captcha.token === null;
    if (form.waitsForCaptcha) return update();
    form.busy = true;
    form.failure = null;
    update();
    pass().then(resolve, fail);
  };

  const pass = async (): Promise<boolean> => {
    const token = form.captcha?.token;
    if (token) await chat.signIn({ captchaToken: token });
    // Who went back, or logged out, meanwhile has said nothing.
    if (!isLeft) onAnswers?.(form);
    return !isLeft;
  };

  const fail = (cause: unknown): void => {
    const error = toGlobalChatError(cause);
    form.busy = form.waitsForCaptcha = false;
    form.captchaRefused = true;
    // A token is good once, whatever became of it.
    form.captcha?.refuse();
    if (error.code !== 'captcha_required') form.failure = error;
    update();
  };

  const form = new PreChatForm({ ...content, onChange: update, onCancel: leave, onSubmit: submit });
  return { form, passed, leave, submit };
}
