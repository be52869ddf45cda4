// Which of the tabs of this inbox makes itself noticed: the one that was looked at last, or another when that is
// closed. The leader holds a lock. Where the browser has no locks, each tab leads.

const LEADER_LOCK = 'globalchat:inbox:notifications';

export class TabLeader {
  readonly #lock: string;
  #leads = navigator.locks === undefined;
  #release: (() => void) | null = null;
  #waiting: AbortController | null = null;
  #wanted = false;

  /** @param lock Tabs that share this name share a lead. */
  constructor(lock = LEADER_LOCK) {
    this.#lock = lock;
  }

  get leads(): boolean {
    return this.#leads;
  }

  /** Leads as soon as no other tab does. */
  join(): void {
    this.#wanted = true;
    this.#waiting = new AbortController();
    this.#request({ signal: this.#waiting.signal });
  }

  /** Leads from now on: somebody looks at this tab. */
  take(): void {
    if (this.#leads || !this.#wanted) return;
    this.#waiting?.abort();
    this.#request({ steal: true });
  }

  leave(): void {
    this.#wanted = false;
    this.#waiting?.abort();
    this.#release?.();
  }

  #request(options: LockOptions): void {
    const held = (): Promise<void> => {
      this.#leads = true;
      return new Promise((resolve) => (this.#release = resolve));
    };
    navigator.locks?.request(this.#lock, options, held).then(
      () => (this.#leads = false),
      (cause: unknown) => {
        // Aborted is another way of leaving or taking; else another tab took the lead, after which this one is next.
        const lost = this.#leads;
        this.#leads = false;
        if (!(cause instanceof DOMException && cause.name === 'AbortError')) throw cause;
        if (lost && this.#wanted) this.join();
      },
    );
  }
}
