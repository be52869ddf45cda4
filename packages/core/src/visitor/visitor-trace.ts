// What a visitor leaves in the quick storage of a browser: that somebody talked here, and while a first message waits, in
// which conversation. A reload must find back to it, and the script tag (widget/src/element/global-chat.ts) looks for it.

import type { KeyValueStorage } from '../environment/environment.ts';
import { storageKey } from '../environment/storage-keys.ts';

/** The trace once every conversation has its row. */
const TALKED_TRACE = 'talked';

export interface VisitorTrace {
  exists(): boolean;
  /** The conversation whose first message waits. */
  waitingId(): string | null;
  waits(id: string): void;
  talked(): void;
}

export function createVisitorTrace(storage: KeyValueStorage, widgetId: string): VisitorTrace {
  const key = storageKey(`${widgetId}:trace`);
  const read = (): string | null => storage.getItem(key);
  return {
    exists: () => !!read(),
    waitingId: () => (read() === TALKED_TRACE ? null : read()),
    waits: (id) => storage.setItem(key, id),
    talked: () => storage.setItem(key, TALKED_TRACE),
  };
}
