// Which language the widget speaks: the page's wish, then the page's language, then the browser's.

import type { PanelHost } from '../../element/panel-contract.ts';

/** BCP 47. */
export function chosenLocale(host: PanelHost): string {
  return host.locale || host.closest('[lang]')?.getAttribute('lang') || navigator.language;
}

/** `de-AT` is `de`, then `de-AT`: what is closer comes last and wins. */
export function localeChain(locale: string): readonly string[] {
  const parts = locale.split('-');
  return parts.map((_, index) => parts.slice(0, index + 1).join('-'));
}
