// Registers <global-chat>. Safe to import any number of times, in any number of copies: the first one stays.

import { GlobalChatElement } from './global-chat/global-chat.ts';

GlobalChatElement.loadPanel = () => import('./panel/panel.ts');

const registry = globalThis.customElements as CustomElementRegistry | undefined;
if (registry && !registry.get('global-chat')) registry.define('global-chat', GlobalChatElement);
