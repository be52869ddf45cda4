// Notes that were typed but not added yet, in the browser's storage. Drafts of replies are the thread's.
import { storageKey } from '@globalchat/core';
import type { NoteDrafts } from '../contexts.ts';
import { userOf } from './agent-observer.ts';
import type { AgentKey } from './agent-observer.ts';

/** Keeps drafts across reloads of this tab; in memory only where the browser refuses storage. */
export class StoredNoteDrafts implements NoteDrafts {
  readonly #memory = new Map<string, string>();
  readonly #storage: Storage | null;
  /** Null while it is not known who types. */
  #agent: AgentKey | null = null;

  constructor(storage: Storage | null = sessionStorageIfAllowed()) {
    this.#storage = storage;
  }

  /**
   * From now on only what this agent typed is found. What others of the project left here, whose leaving nobody saw, goes.
   */
  use(agent: AgentKey | null, project: string): void {
    this.#agent = agent;
    this.#memory.clear();
    for (const key of Object.keys(this.#storage ?? {})) {
      const others = agent === null || !key.includes(`:${userOf(agent)}:`);
      if (others && key.startsWith(storageKey(`inbox:${project}:`))) this.#storage?.removeItem(key);
    }
  }

  get(sessionId: string): string {
    if (this.#agent === null) return '';
    return this.#memory.get(sessionId) ?? this.#storage?.getItem(this.#key(sessionId)) ?? '';
  }

  set(sessionId: string, text: string): void {
    if (this.#agent === null) return;
    this.#memory.set(sessionId, text);
    try {
      if (text === '') this.#storage?.removeItem(this.#key(sessionId));
      else this.#storage?.setItem(this.#key(sessionId), text);
    } catch (cause) {
      if (!(cause instanceof DOMException)) throw cause;
      // The storage is full: the draft lives as long as the page.
    }
  }

  #key(sessionId: string): string {
    return storageKey(`inbox:${this.#agent}:note-draft:${sessionId}`);
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
