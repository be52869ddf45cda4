/** Does a channel's work one piece at a time and in order, at once whenever nothing is waited for. */

/** A piece of work. It reports its own failures: its promise never rejects. */
export type Task = () => void | Promise<void>;

export class TaskQueue {
  readonly #waiting: Task[] = [];
  #isHeld = true;

  /** Nothing is done before the first `release`. */
  push(task: Task): void {
    this.#waiting.push(task);
    if (!this.#isHeld) this.release();
  }

  /** Works off what waits. */
  release(): void {
    this.#isHeld = false;
    for (let task = this.#waiting.shift(); task !== undefined; task = this.#waiting.shift()) {
      const pending = task();
      if (pending === undefined) continue;
      this.#isHeld = true;
      void pending.then(() => this.release());
      return;
    }
  }
}
