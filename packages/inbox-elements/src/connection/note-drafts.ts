// Notes that were typed but not added yet, in the browser's storage. Drafts of replies are the thread's.
import { storageKey } from '@globalchat/core';
import type { NoteDrafts } from '../contexts.ts';
import { userOf } from './agent-observer.ts';
import type { AgentKey } from './agent-observer.ts';

/** Keeps drafts across reloads of this tab; in memory only where the browser refuses storage. */
export class StoredNoteDrafts implements NoteDrafts {
  readonly #memory = new Map<string, string>();
  readonly #storage: Storage | null;
  /** Tenant and user; null while it is not known who types. */
  #agent: AgentKey | null = null;

  constructor(storage: Storage | null = sessionStorageIfAllowed()) {
    this.#storage = storage;
  }

  /** From now on only what this agent typed is found. What others left here, whose leaving nobody saw, goes. */
  use(agent: AgentKey | null): void {
    this.#agent = agent;
    this.#memory.clear();
    this.#remove((key) => agent === null || !key.includes(`:${userOf(agent)}:`));
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

  /** Forgets everything, for the next person at this browser. */
  clear(): void {
    this.#memory.clear();
    this.#remove(() => true);
  }

  #remove(isUnwanted: (key: string) => boolean): void {
    for (const key of Object.keys(this.#storage ?? {})) {
      if (key.startsWith(storageKey('inbox')) && isUnwanted(key)) this.#storage?.removeItem(key);
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
