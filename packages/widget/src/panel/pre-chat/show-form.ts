// The form in the composer's place, from when it shows until it is let through or left.

import type { WidgetConfig } from '@globalchat/core';
import type { ComposerSlot } from '../conversation/composer-slot.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { withScreenTexts } from '../shell/screen-texts.ts';
import { createFormFlow } from './form-flow.ts';
import type { FormFlowOptions } from './form-flow.ts';
import { preChatStyles } from './pre-chat.styles.ts';

export interface ShowFormOptions extends Omit<FormFlowOptions, 'update' | 'focus'> {
  readonly host: PanelContext['host'];
  readonly slot: ComposerSlot;
  /** Null: none is demanded. */
  readonly captcha: WidgetConfig['captcha'];
}

/** Resolves to whether the visitor was let through; false when they went back. */
export async function showForm({ captcha, host, slot, ...options }: ShowFormOptions): Promise<boolean> {
  const view = slot.host;
  const update = (): void => view.requestUpdate();
  const focus = (selector: string): void => {
    void view.updateComplete.then(() => view.querySelector<HTMLElement>(selector)?.focus());
  };
  const { form, leave, passed, submit } = createFormFlow({ ...options, update, focus });
  if (captcha) {
    const { createCaptcha } = await import('./captcha.ts');
    form.captcha = createCaptcha({
      host,
      captcha,
      locale: view.lang,
      onChange: () => (form.goesOnWithCaptcha ? submit() : update()),
    });
    // Nothing can be shown: the server says whether it matters.
    if (!form.captcha && form.isOnlyCaptcha) return options.content.isFirst;
  }
  let isRendered = false;
  /** Also a form that is taken away with the panel, or with the conversation, ends here. */
  const watcher = {
    hostUpdated(): void {
      if (isRendered && !view.querySelector('.asking')) leave();
    },
    hostDisconnected: leave,
  };
  slot.form = ({ localizer }) => {
    isRendered = true;
    return form.render(withScreenTexts(localizer));
  };
  slot.adoptStyles(preChatStyles);
  view.addController(watcher);
  focus(form.isOnlyCaptcha ? '#gc-pre-chat' : '.asking :is(input, select, textarea)');
  try {
    return await passed;
  } finally {
    view.removeController(watcher);
    form.captcha?.end();
    slot.form = null;
    slot.adoptStyles([]);
    focus('.composer textarea');
  }
}
