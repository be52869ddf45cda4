// What is loaded on intent: one function that gives a <global-chat> its panel. A widget whose settings are wrong gets one
// that says so, once, and stays shut.

import type { VisitorChat } from '@globalchat/core';
import { toGlobalChatError } from '@globalchat/core';
import type { Panel, PanelHost } from '../global-chat/panel-contract.ts';
import { createChat } from './create-chat.ts';
import { createInertPanel } from './inert-panel.ts';
import { LivePanel } from './live-panel.ts';

export function mountPanel(host: PanelHost): Panel {
  let chat: VisitorChat;
  try {
    chat = createChat(host);
  } catch (cause) {
    return createInertPanel(host, toGlobalChatError(cause));
  }
  return new LivePanel(host, chat);
}
