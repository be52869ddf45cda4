// The widget's words: those of its language, and before them the owner's and the page's own.

import type { WidgetConfig } from '@globalchat/core';
import { createWording, loadWidgetDictionary, conversationTexts } from '@globalchat/ui';
import type { ConversationKey, Texts, WidgetKey, Wording } from '@globalchat/ui';
import type { PanelHost } from '../../element/panel-contract.ts';
import { chosenLocale, localeChain } from './chosen-locale.ts';

/** Knows the texts of a conversation; lazy modules extend it with theirs. */
export type WidgetLocalizer = Wording<ConversationKey>;

/** The owner's names of texts, where they differ from ours. */
const TEXTS_OF_OWNER_NAME: Readonly<Record<string, readonly WidgetKey[]>> = {
  away: ['awayHint'],
  placeholder: ['writeMessage', 'leaveMessage'],
};

export interface Localization {
  readonly current: WidgetLocalizer;
  /** The owner's word on the launcher in this language, or an empty text. */
  readonly launcherLabel: string;
  /** Chooses again, after a setting or the config changed. `onChange` is called when other words come later. */
  refresh(config: WidgetConfig | null): void;
}

export function createLocalization(host: PanelHost, onChange: () => void): Localization {
  let loaded: { readonly locale: string; readonly texts: Texts<WidgetKey> | null } = {
    locale: '',
    texts: null,
  };
  let currentRecipe = '';
  let launcherLabel = '';
  let current: WidgetLocalizer = createWording({ locale: 'en', dictionary: conversationTexts });

  return {
    get current() {
      return current;
    },
    get launcherLabel() {
      return launcherLabel;
    },
    refresh(config) {
      const locale = chosenLocale(host);
      if (loaded.locale !== locale) {
        loaded = { locale, texts: null };
        loadWidgetDictionary(locale).then(
          (texts) => {
            if (loaded.locale !== locale || !texts) return;
            loaded = { locale, texts };
            onChange();
          },
          (cause: unknown) => console.warn(`[Global Chat] network: no texts for ${locale}`, cause),
        );
      }
      const overrides: Record<string, string> = { ...ownTexts(config, locale), ...host.texts };
      launcherLabel = overrides['launcher_label'] ?? config?.launcherLabel ?? '';
      const spoken = loaded.texts || isSpoken(locale, config, host) ? locale : 'en';
      const recipe = JSON.stringify([spoken, loaded.texts !== null, overrides]);
      if (recipe === currentRecipe) return;
      currentRecipe = recipe;
      current = createWording<ConversationKey>({
        locale: spoken,
        dictionary: loaded.texts ?? conversationTexts,
        overrides: overrides,
      });
    },
  };
}

/** Formats of a language whose words nobody brought would only mix two languages. */
function isSpoken(locale: string, config: WidgetConfig | null, host: PanelHost): boolean {
  return (
    /^en\b/i.test(locale) ||
    localeChain(locale).some((step) => config?.locales[step]) ||
    Boolean(host.locale && host.texts)
  );
}

function ownTexts(config: WidgetConfig | null, locale: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const texts of [config?.texts, ...localeChain(locale).map((step) => config?.locales[step])]) {
    for (const [name, text] of Object.entries(texts ?? {}))
      for (const key of TEXTS_OF_OWNER_NAME[name] ?? [name]) found[key] = text;
  }
  return found;
}
