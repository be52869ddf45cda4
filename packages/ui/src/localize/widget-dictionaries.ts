// The widget's languages besides English. Arrives by itself when somebody speaks one of them.

import { loadNearest } from './nearest.ts';
import type { Texts } from './texts.ts';
import type { WidgetKey } from './widget-texts.ts';

export const widgetDictionaries: Readonly<Record<string, () => Promise<Texts<WidgetKey>>>> = {
  ar: async () => (await import('./locales/ar/widget.ts')).widget,
  de: async () => (await import('./locales/de/widget.ts')).widget,
  es: async () => (await import('./locales/es/widget.ts')).widget,
  fr: async () => (await import('./locales/fr/widget.ts')).widget,
  he: async () => (await import('./locales/he/widget.ts')).widget,
  hi: async () => (await import('./locales/hi/widget.ts')).widget,
  id: async () => (await import('./locales/id/widget.ts')).widget,
  it: async () => (await import('./locales/it/widget.ts')).widget,
  ja: async () => (await import('./locales/ja/widget.ts')).widget,
  ko: async () => (await import('./locales/ko/widget.ts')).widget,
  nb: async () => (await import('./locales/nb/widget.ts')).widget,
  nl: async () => (await import('./locales/nl/widget.ts')).widget,
  pl: async () => (await import('./locales/pl/widget.ts')).widget,
  'pt-BR': async () => (await import('./locales/pt-BR/widget.ts')).widget,
  ru: async () => (await import('./locales/ru/widget.ts')).widget,
  th: async () => (await import('./locales/th/widget.ts')).widget,
  tr: async () => (await import('./locales/tr/widget.ts')).widget,
  uk: async () => (await import('./locales/uk/widget.ts')).widget,
  vi: async () => (await import('./locales/vi/widget.ts')).widget,
  'zh-Hans': async () => (await import('./locales/zh-Hans/widget.ts')).widget,
  'zh-Hant': async () => (await import('./locales/zh-Hant/widget.ts')).widget,
};

export const loadWidget = (locale: string): Promise<Texts<WidgetKey> | null> =>
  loadNearest(widgetDictionaries, locale);
