// The page that a browser tab of a run shows: the library as it is, a visitor's conversation, and what is on the screen
// told to the test. Everything else is the browser's own: IndexedDB, Web Locks, BroadcastChannel, sockets.
import { createVisitorChat } from '../../src/index.ts';
import type { RenderedMessage } from './history.ts';

export interface TabReport {
  /** Which of the tab's pages tells: an earlier one may still be heard while the next one loads. */
  readonly life: string;
  readonly session: string;
  readonly durable: boolean;
  readonly messages: readonly RenderedMessage[];
}

declare global {
  interface Window {
    /** Given by the test. */
    report(report: TabReport): Promise<void>;
    /** The message's id, or null when it was refused before it was queued. */
    say(text: string): Promise<string | null>;
  }
}

const given = new URLSearchParams(location.search);
const wanted = (name: string): string => given.get(name) ?? '';
const chat = createVisitorChat({
  url: wanted('url'),
  key: wanted('key'),
  widgetId: wanted('widget'),
  transport: wanted('transport') === 'postgres_changes' ? 'postgres_changes' : 'broadcast',
});
// As the widget does it: a conversation of this visitor, when there is one. It is told to the pages of a run.
const session = given.get('session') ?? (await chat.restore())[0]?.id;
const conversation = chat.conversation(session);

function tell(): void {
  const { messages, durable } = conversation.get();
  void window.report({
    life: wanted('life'),
    session: conversation.id,
    durable,
    messages: messages.map(({ id, seq, content, delivery, deletedAt }) => ({
      id,
      seq,
      content,
      delivery,
      deleted: deletedAt !== null,
    })),
  });
}

conversation.subscribe(tell);
conversation.open();
conversation.setVisible(true);
tell();
window.say = (content) => conversation.send({ content }).catch(() => null);
