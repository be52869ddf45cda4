// Tells the page when the chat speaks another language: after `setLocale`, another `locale` or another `lang` of the page.

import type { PanelHost } from '../../element/panel-contract.ts';
import { chosenLocale } from '../i18n/chosen-locale.ts';

export function tellLocale(host: PanelHost, signal: AbortSignal): void {
  const spoken = (): string => host.shadowRoot.querySelector<HTMLElement>('.view')?.lang ?? '';
  let told = spoken();
  // Its words may still be on their way: that they come is no change.
  let first: string | null = chosenLocale(host);
  const observer = new MutationObserver(() => {
    const locale = spoken();
    if (locale === told) return;
    told = locale;
    const isFirst = locale === first;
    first = null;
    if (isFirst) return;
    import('../../visitor-and-file-events.ts').then(
      ({ GcLocaleEvent }) => signal.aborted || host.dispatchEvent(new GcLocaleEvent(locale)),
      () => undefined,
    );
  });
  observer.observe(host.shadowRoot, { attributeFilter: ['lang'], subtree: true });
  signal.addEventListener('abort', () => observer.disconnect());
}
