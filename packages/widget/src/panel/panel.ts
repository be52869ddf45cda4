// What is loaded on intent: one function that gives a <global-chat> its panel. A widget whose settings are wrong gets
// an inert one, which says so once and stays shut.

import type { VisitorChat } from '@globalchat/core';
import { createVisitorChat, toGlobalChatError } from '@globalchat/core';
import type { Panel, PanelHost } from '../element/panel-contract.ts';
import { chatOptions } from './settings/chat-options.ts';
import { ChatPanel } from './shell/chat-panel.ts';
import { createInertPanel } from './shell/inert-panel.ts';

export function mount(host: PanelHost): Panel {
  let chat: VisitorChat;
  try {
    chat = createVisitorChat(chatOptions(host));
  } catch (cause) {
    return createInertPanel(host, toGlobalChatError(cause));
  }
  return new ChatPanel(host, chat);
}
