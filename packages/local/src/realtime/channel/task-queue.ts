/** Runs the tasks of a channel one at a time and in order; a task that needs no waiting runs at once. */

/** A task handles its own errors: its promise never rejects. */
export type Task = () => void | Promise<void>;

export class TaskQueue {
  readonly #waiting: Task[] = [];
  #isHeld = true;

  /** Nothing is done before the first `release`. */
  push(task: Task): void {
    this.#waiting.push(task);
    if (!this.#isHeld) this.release();
  }

  /** Runs the tasks that wait. */
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
