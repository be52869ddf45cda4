// The check that somebody is human: the provider's box and its token. The box is a child of <global-chat> in the page's
// own tree, shown through a slot: providers look their elements up in the document, and put frames and inputs beside
// them.

import type { WidgetConfig } from '@globalchat/core';
import type { PanelHost } from '../../element/panel-contract.ts';
import { isUsable, loadProvider } from './captcha-provider.ts';
import type { CaptchaProvider } from './captcha-provider.ts';

export const CAPTCHA_SLOT = 'gc-captcha';

export type CaptchaState = 'loading' | 'waiting' | 'solved' | 'expired' | 'failed' | 'blocked';

export interface Captcha {
  readonly state: CaptchaState;
  /** While it is good: one sign-in. */
  readonly token: string | null;
  /** Once more: loads again what was blocked, or begins anew. */
  retry(): void;
  /** The token was not taken: a new one is needed. */
  refuse(): void;
  /** Takes the box away. */
  end(): void;
}

export interface CaptchaOptions {
  readonly host: PanelHost;
  readonly captcha: NonNullable<WidgetConfig['captcha']>;
  /** BCP 47. */
  readonly locale: string;
  readonly onChange: () => void;
}

/** Null when the owner's settings cannot be those of a captcha. */
export function createCaptcha({ host, captcha, locale, onChange }: CaptchaOptions): Captcha | null {
  if (!isUsable(captcha)) {
    console.warn('[Global Chat] captcha_required: the provider or site key of this widget is none.');
    return null;
  }
  const box = document.createElement('div');
  box.slot = CAPTCHA_SLOT;
  host.append(box);
  const restoreModal = captcha.provider === 'hcaptcha' ? makeNonModal(host) : undefined;
  let state: CaptchaState = 'loading';
  let token: string | null = null;
  let provider: CaptchaProvider | undefined;
  let id: string | null | undefined;
  let ended = false;

  const setState = (next: CaptchaState, solution: string | null = null): void => {
    if (ended) return;
    state = next;
    token = solution;
    onChange();
  };

  const load = async (): Promise<void> => {
    try {
      provider = await loadProvider(captcha.provider);
      if (ended) return;
      id = provider.render(box, boxOptions(box, { host, captcha, locale }, setState));
      if (state === 'loading') setState('waiting');
    } catch (cause) {
      console.warn('[Global Chat] captcha_required: the captcha could not be loaded.', cause);
      setState('blocked');
    }
  };
  void load();

  const reset = (): void => {
    if (typeof id === 'string') provider?.reset(id);
  };

  return {
    get state() {
      return state;
    },
    get token() {
      return token;
    },
    retry() {
      const isThere = typeof id === 'string';
      setState(isThere ? 'waiting' : 'loading');
      if (isThere) reset();
      else void load();
    },
    refuse() {
      setState('failed');
      reset();
    },
    end() {
      if (ended) return;
      ended = true;
      try {
        if (typeof id === 'string') provider?.remove(id);
      } catch (cause) {
        // Somebody else's code must not keep the form open.
        console.warn('[Global Chat] captcha_required: the captcha did not end well.', cause);
      }
      box.remove();
      restoreModal?.();
    },
  };
}

/** What both providers are told. */
function boxOptions(
  { clientWidth }: HTMLElement,
  { host, captcha, locale }: Omit<CaptchaOptions, 'onChange'>,
  setState: (next: CaptchaState, solution?: string) => void,
): Readonly<Record<string, unknown>> {
  return {
    sitekey: captcha.siteKey,
    theme: host.matches(':state(dark)') ? 'dark' : 'light',
    // A language that the provider does not know becomes English.
    language: locale.split('-', 1)[0],
    // The usual box is 300 pixels wide.
    size: clientWidth < 300 ? 'compact' : 'normal',
    callback: (solution: unknown) => {
      if (typeof solution === 'string') setState('solved', solution);
    },
    'expired-callback': () => setState('expired'),
    'error-callback': () => {
      setState('failed');
      // Turnstile then leaves the console alone.
      return true;
    },
  };
}

/**
 * hCaptcha puts its pictures at the end of the page's body, where a modal dialog makes everything inert: on narrow screens
 * the panel is none as long as the check takes. Returns the way back.
 */
function makeNonModal({ shadowRoot }: PanelHost): (() => void) | undefined {
  const dialog = shadowRoot.querySelector<HTMLDialogElement>('dialog:modal');
  if (!dialog) return undefined;
  dialog.close();
  dialog.open = true;
  return () => {
    if (!dialog.open || !dialog.isConnected) return;
    dialog.close();
    dialog.showModal();
  };
}
