// The widget's words: those of its language, and before them the owner's and the page's own.

import type { WidgetConfig } from '@globalchat/core';
import { createWording, loadWidgetDictionary, conversationTexts } from '@globalchat/ui';
import type { ConversationKey, WidgetKey, Wording } from '@globalchat/ui';
import type { PanelHost } from '../../element/panel-contract.ts';
import { createLazyView } from '../shell/lazy-view.ts';
import type { AdoptStyles } from '../shell/lazy-view.ts';
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
  /** Chooses again, after a setting or the config changed. */
  refresh(config: WidgetConfig | null): void;
}

/** @param adoptStyles Of the panel, which shows everything again when other words come. */
export function createLocalization(host: PanelHost, adoptStyles: AdoptStyles): Localization {
  let dictionary = dictionaryOf('', adoptStyles);
  /** Until the words of another language are here, the ones from before stay. */
  let shown: typeof dictionary | undefined;
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
      if (dictionary.locale !== locale) dictionary = dictionaryOf(locale, adoptStyles);
      if (dictionary.get()) shown = dictionary;
      const texts = shown?.get()?.texts;
      const overrides: Record<string, string> = { ...ownTexts(config, locale), ...host.texts };
      launcherLabel = overrides['launcher_label'] ?? config?.launcherLabel ?? '';
      const spoken = texts ? shown!.locale : isSpoken(locale, config, host) ? locale : 'en';
      const recipe = JSON.stringify([spoken, !texts, overrides]);
      if (recipe === currentRecipe) return;
      currentRecipe = recipe;
      current = createWording<ConversationKey>({
        locale: spoken,
        dictionary: texts ?? conversationTexts,
        overrides,
      });
    },
  };
}

function dictionaryOf(locale: string, adoptStyles: AdoptStyles) {
  const load = async () => ({ styles: [], texts: await loadWidgetDictionary(locale) });
  return { locale, ...createLazyView(load, adoptStyles) };
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
