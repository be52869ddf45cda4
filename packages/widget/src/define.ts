// Registers <global-chat>. Safe to import any number of times, in any number of copies: the first one stays.

import { GlobalChatElement } from './element/global-chat.ts';
import type { LoadPart } from './element/panel-contract.ts';

const load = (part: string) =>
  part === 'panel' ? import('./panel/panel.ts') : import('./panel/triggers/trigger-run.ts');
GlobalChatElement.part = load as LoadPart;

// Without a browser there is nowhere to register.
if ('customElements' in globalThis && !customElements.get('global-chat')) {
  customElements.define('global-chat', GlobalChatElement);
}

/** What `document.createElement` and `querySelector` know of it. */
export interface GlobalChatTagNameMap {
  'global-chat': GlobalChatElement;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merging is the only way to type the tag
  interface HTMLElementTagNameMap extends GlobalChatTagNameMap {}
}

/** Also here, so that importing this module alone brings the tag's types. */
export { GlobalChatElement };
