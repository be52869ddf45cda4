// Notes that were typed but not added yet. Owns their place in the browser's storage; refuses replies, whose drafts are
// the thread's.
import type { NoteDrafts } from '../contexts.ts';

const PREFIX = 'globalchat:note-draft:';

/** Keeps drafts across reloads of this tab; in memory only where the browser refuses storage. */
export class StoredNoteDrafts implements NoteDrafts {
  readonly #memory = new Map<string, string>();
  readonly #storage: Storage | null;

  constructor(storage: Storage | null = sessionStorageIfAllowed()) {
    this.#storage = storage;
  }

  get(sessionId: string): string {
    return this.#memory.get(sessionId) ?? this.#storage?.getItem(PREFIX + sessionId) ?? '';
  }

  set(sessionId: string, text: string): void {
    this.#memory.set(sessionId, text);
    try {
      if (text === '') this.#storage?.removeItem(PREFIX + sessionId);
      else this.#storage?.setItem(PREFIX + sessionId, text);
    } catch (cause) {
      if (!(cause instanceof DOMException)) throw cause;
      // The storage is full: the draft lives as long as the page.
    }
  }

  /** Forgets everything, for the next person at this browser. */
  clear(): void {
    this.#memory.clear();
    for (const key of Object.keys(this.#storage ?? {})) {
      if (key.startsWith(PREFIX)) this.#storage?.removeItem(key);
    }
  }
}

function sessionStorageIfAllowed(): Storage | null {
  try {
    return globalThis.sessionStorage;
  } catch {
    // A sandboxed frame without storage.
    return null;
  }
}
