// Leads the reader to a message or note that a search found: loads back to it, brings it into sight, and marks it.
import type { TranscriptController } from '@globalchat/ui';
import type { ThreadState } from '@globalchat/core';
import type { Place } from '../contexts.ts';

export interface FoundPlaceParts {
  readonly place: Place | null;
  readonly state: Pick<ThreadState, 'messages' | 'notes' | 'hasMore' | 'loading'>;
  readonly transcript: TranscriptController;
  readonly root: ParentNode;
  readonly onLoadOlder: () => void;
}

export class FoundPlace {
  #place: Place | null = null;
  /** `drawn`: it is in the document with the next update · `missed`: it was not, until something else is loaded. */
  #stage: 'wanted' | 'drawn' | 'missed' | 'reached' = 'reached';
  /** What was loaded when it was missed. */
  #missedIn: readonly unknown[] = [];
  /** The oldest message when older ones were asked for. */
  #askedBefore: string | undefined;
  #marked: HTMLElement | null = null;

  /** To be called after each update. */
  settle({ place, state, transcript, root, onLoadOlder }: FoundPlaceParts): void {
    if (place !== this.#place) {
      this.#place = place;
      this.#stage = place === null ? 'reached' : 'wanted';
      this.#askedBefore = undefined;
      this.#marked?.removeAttribute('data-found');
      this.#marked = null;
    }
    const [oldest] = state.messages;
    if (place === null || oldest === undefined || state.loading !== 'none') return;
    const loaded = [state.messages, state.notes];
    if (this.#stage === 'missed' && loaded.some((list, at) => list !== this.#missedIn[at]))
      this.#stage = 'wanted';
    if (this.#stage === 'drawn') {
      this.#stage = this.#mark(root, place) ? 'reached' : 'missed';
      this.#missedIn = loaded;
    } else if (this.#stage === 'wanted' && state.hasMore && isBefore(place, state.messages)) {
      if (this.#askedBefore === oldest.id) return;
      this.#askedBefore = oldest.id;
      onLoadOlder();
    } else if (this.#stage === 'wanted') {
      this.#stage = 'drawn';
      const index = state.messages.findIndex(({ createdAt }) => createdAt >= place.at);
      transcript.scrollToEnd(index === -1 ? state.messages.length - 1 : index);
    }
  }

  #mark(root: ParentNode, { id }: Place): boolean {
    const scroller = root.querySelector('.transcript');
    const message = root.querySelector<HTMLElement>(`.transcript [data-id="${CSS.escape(id)}"]`);
    if (scroller === null || message === null) return false;
    const { top, height } = message.getBoundingClientRect();
    const frame = scroller.getBoundingClientRect();
    scroller.scrollTop += top - frame.top - Math.max(0, (frame.height - height) / 2);
    message.dataset['found'] = '';
    this.#marked = message;
    return true;
  }
}

/** It may stand before what is loaded; of messages of one moment only the one itself says that it does not. */
function isBefore({ id, at }: Place, messages: ThreadState['messages']): boolean {
  return (messages[0]?.createdAt ?? 0) >= at && messages.every((message) => message.id !== id);
}
