// What a screen reader hears of a transcript: lines are gathered, and many are counted.

/** Milliseconds in which new messages are gathered into one announcement. */
const ANNOUNCEMENT_DELAY_MS = 1000;
/** More than these are counted, not read out. */
const ANNOUNCED_MESSAGES_LIMIT = 3;

export class Announcer {
  #waiting: (() => string)[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  /**
   * Speaks through the polite live region that `log` finds, a second after the first of these lines; many are counted.
   * @param lines Asked for when they are said.
   * @param isWaiting What puts them into words is on its way.
   */
  say(
    lines: readonly (() => string)[],
    count: (n: number) => string,
    log: () => Element | null,
    isWaiting: () => boolean,
  ): void {
    this.#waiting.push(...lines);
    this.#timer ??= setInterval(() => {
      const spoken = this.#waiting;
      if (isWaiting()) return;
      this.stop();
      write(
        log(),
        spoken.length > ANNOUNCED_MESSAGES_LIMIT ? [count(spoken.length)] : spoken.map((line) => line()),
      );
    }, ANNOUNCEMENT_DELAY_MS);
  }

  /** Forgets what was not said yet. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
  }
}

/** Replaces what a live region says. */
export function write(region: Element | null, lines: readonly string[]): void {
  region?.replaceChildren(
    ...lines.map((line) => {
      const paragraph = document.createElement('p');
      paragraph.textContent = line;
      return paragraph;
    }),
  );
}
