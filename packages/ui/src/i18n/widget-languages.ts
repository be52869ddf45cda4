// The languages of the widget besides English: each is a folder here and a line below. This table comes with the first
// visitor who speaks another language than English, and then the one dictionary.

import type { WidgetKey } from './en/widget.ts';
import { loadNearest } from './nearest-language.ts';
import type { Texts } from './texts.ts';

export const widgetLanguages: Readonly<Record<string, () => Promise<Texts<WidgetKey>>>> = {
  ar: async () => (await import('./ar/widget.ts')).widget,
  cs: async () => (await import('./cs/widget.ts')).widget,
  da: async () => (await import('./da/widget.ts')).widget,
  de: async () => (await import('./de/widget.ts')).widget,
  el: async () => (await import('./el/widget.ts')).widget,
  es: async () => (await import('./es/widget.ts')).widget,
  fi: async () => (await import('./fi/widget.ts')).widget,
  fr: async () => (await import('./fr/widget.ts')).widget,
  he: async () => (await import('./he/widget.ts')).widget,
  hi: async () => (await import('./hi/widget.ts')).widget,
  hu: async () => (await import('./hu/widget.ts')).widget,
  id: async () => (await import('./id/widget.ts')).widget,
  it: async () => (await import('./it/widget.ts')).widget,
  ja: async () => (await import('./ja/widget.ts')).widget,
  ko: async () => (await import('./ko/widget.ts')).widget,
  nb: async () => (await import('./nb/widget.ts')).widget,
  nl: async () => (await import('./nl/widget.ts')).widget,
  pl: async () => (await import('./pl/widget.ts')).widget,
  'pt-BR': async () => (await import('./pt-BR/widget.ts')).widget,
  ro: async () => (await import('./ro/widget.ts')).widget,
  ru: async () => (await import('./ru/widget.ts')).widget,
  sv: async () => (await import('./sv/widget.ts')).widget,
  th: async () => (await import('./th/widget.ts')).widget,
  tr: async () => (await import('./tr/widget.ts')).widget,
  uk: async () => (await import('./uk/widget.ts')).widget,
  vi: async () => (await import('./vi/widget.ts')).widget,
  'zh-Hans': async () => (await import('./zh-Hans/widget.ts')).widget,
  'zh-Hant': async () => (await import('./zh-Hant/widget.ts')).widget,
};

export const loadWidget = (locale: string): Promise<Texts<WidgetKey> | null> =>
  loadNearest(widgetLanguages, locale);
