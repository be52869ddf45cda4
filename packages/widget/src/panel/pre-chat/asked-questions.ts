// What this visitor was asked already, in a storage entry that goes with the visitor. Answers are not kept here: those
// are the server's.

import { browserEnvironment, storageKey } from '@globalchat/core';
import type { KeyValueStorage, VisitorChat } from '@globalchat/core';
import type { PanelHost } from '../../element/panel-contract.ts';

export interface AskedQuestions {
  /** Of the fields that were shown and let through. */
  readonly keys: readonly string[];
  /** ISO 8601. */
  readonly consentAt: string | null;
}

const NOTHING_ASKED: AskedQuestions = { keys: [], consentAt: null };

/** Where a browser refuses storage, what was asked is remembered as long as the page. */
const storages = new WeakMap<VisitorChat, KeyValueStorage>();

function storageOf(chat: VisitorChat, host: PanelHost): KeyValueStorage {
  const storage = storages.get(chat) ?? browserEnvironment(host.environment ?? {}).storage;
  storages.set(chat, storage);
  return storage;
}

const keyOf = ({ widgetId }: VisitorChat): string => storageKey(`${widgetId}:asked`);

export function readAskedQuestions(chat: VisitorChat, host: PanelHost): AskedQuestions {
  // Without a trace of anybody, what is there was somebody else's.
  if (!chat.hasIdentity()) return NOTHING_ASKED;
  try {
    const { keys, consentAt } = JSON.parse(
      storageOf(chat, host).getItem(keyOf(chat)) ?? '{}',
    ) as Partial<AskedQuestions>;
    return {
      keys: Array.isArray(keys) ? keys : [],
      consentAt: typeof consentAt === 'string' && Date.parse(consentAt) ? consentAt : null,
    };
  } catch {
    // Another program's text under our key: as if nothing had been asked.
    return NOTHING_ASKED;
  }
}

export function storeAskedQuestions(chat: VisitorChat, host: PanelHost, asked: AskedQuestions): void {
  storageOf(chat, host).setItem(keyOf(chat), JSON.stringify(asked));
}
