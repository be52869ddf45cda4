// Tells the page what went wrong: one coded line on the console and one event, once per code.

import type { DeliveryDelay, GlobalChatError, GlobalChatErrorCode } from '@globalchat/core';
import type { PanelHost } from '../../element/panel-contract.ts';
import { GcErrorEvent } from '../../events.ts';

type ReportableError = Pick<GlobalChatError, 'code' | 'message'> & Partial<Pick<DeliveryDelay, 'retryAt'>>;

export interface ErrorReporter {
  readonly report: (error: ReportableError) => void;
}

export function createErrorReporter(host: PanelHost): ErrorReporter {
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
