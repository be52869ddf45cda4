// What is loaded on intent: one function that gives a <global-chat> its panel. A widget whose settings are wrong gets one
// that says so, once, and stays shut.

import type { VisitorChat } from '@globalchat/core';
import { toGlobalChatError } from '@globalchat/core';
import type { Panel, PanelHost } from '../element/panel-contract.ts';
import { createChat } from './settings/create-visitor-chat.ts';
import { createInertPanel } from './shell/inert-panel.ts';
import { LivePanel } from './shell/chat-panel.ts';

export function mountPanel(host: PanelHost): Panel {
  let chat: VisitorChat;
  try {
    chat = createChat(host);
  } catch (cause) {
    return createInertPanel(host, toGlobalChatError(cause));
  }
  return new LivePanel(host, chat);
}
