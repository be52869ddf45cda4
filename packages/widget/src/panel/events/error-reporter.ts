// Tells the page what went wrong: one coded line on the console and one event per code. Refuses to repeat itself,
// to throw, and to speak to the visitor.

import type { DeliveryDelay, GlobalChatError, GlobalChatErrorCode } from '@globalchat/core';
import { GcErrorEvent } from '../../events.ts';
import type { PanelHost } from '../../element/panel-contract.ts';

type Problem = Pick<GlobalChatError, 'code' | 'message'> & Partial<Pick<DeliveryDelay, 'retryAt'>>;

export interface Reporter {
  readonly report: (problem: Problem) => void;
}

export function createReporter(host: PanelHost): Reporter {
  const told = new Set<GlobalChatErrorCode>();
  return {
    report({ code, message, retryAt }) {
      if (told.has(code)) return;
      told.add(code);
      console.warn(`[Global Chat] ${code}: ${message}`);
      host.dispatchEvent(new GcErrorEvent(code, message, retryAt));
    },
  };
}
