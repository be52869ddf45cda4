// What a screen reader hears of a transcript. Owns which messages are new, and says each once;
// refuses history, own messages and typing.

import type { ConversationMessage } from '@globalchat/core';

/** Milliseconds in which new messages are gathered into one announcement. */
const GATHER = 1000;
/** More than these are counted, not read out. */
const READ_OUT = 3;

export interface AnnouncerTexts {
  speaker(message: ConversationMessage): string;
  count(n: number): string;
}

export class Announcer {
  #waiting: ConversationMessage[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Speaks through `log`, a polite live region, once the stream of messages pauses for a second at most. */
  say(
    messages: readonly ConversationMessage[],
    texts: AnnouncerTexts,
    log: () => Element | null | undefined,
  ): void {
    this.#waiting.push(...messages);
    this.#timer ??= setTimeout(() => {
      const spoken = this.#waiting;
      this.stop();
      const lines =
        spoken.length > READ_OUT
          ? [texts.count(spoken.length)]
          : spoken.map(
              (message) =>
                `${texts.speaker(message)}: ${message.content.slice(0, 500) || fileNames(message)}`,
            );
      write(log(), lines);
    }, GATHER);
  }

  /** Forgets what was not said yet. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
  }
}

/** Replaces what a live region says. */
export function write(region: Element | null | undefined, lines: readonly string[]): void {
  region?.replaceChildren(
    ...lines.map((line) => {
      const paragraph = document.createElement('p');
      paragraph.textContent = line;
      return paragraph;
    }),
  );
}

function fileNames(message: ConversationMessage): string {
  return message.attachments.map((attachment) => attachment.name).join(', ');
}
