// Somebody who talks during a run, whatever they sit at: the same few verbs for a visitor in Node, an agent and a browser tab.
import type { Conversation } from '../../src/conversation/conversation.ts';
import { isGlobalChatError } from '../../src/errors.ts';
import type { History, RenderedMessage } from './history.ts';
import type { Random } from '../../../../tools/test-kit/random.ts';

export interface Person {
  readonly name: string;
  readonly sessionId: string;
  /** What is on the screen now. */
  shown(): readonly RenderedMessage[];
  /** Resolves when the text is in the outbox, was refused, or the page died under it. */
  say(text: string): Promise<void>;
  /** Edits or deletes something that this person said; a failure is seen and nothing more. */
  revise(random: Random): Promise<void>;
  /** kill -9, then a new start on the same disk. Only visitors' browsers crash. */
  crash(): Promise<void> | void;
  setOnline(online: boolean): Promise<void> | void;
  /** As after sleep. */
  wake(): void;
  leave(): Promise<void> | void;
}

const rendered = (conversation: Conversation): readonly RenderedMessage[] =>
  conversation.get().messages.map(({ id, seq, content, delivery, deletedAt }) => ({
    id,
    seq,
    content,
    delivery,
    deleted: deletedAt !== null,
  }));

/** Follows a conversation in this process: each snapshot becomes a rendering. */
export function follow(history: History, name: string, conversation: Conversation) {
  const stop = conversation.subscribe(() =>
    history.render({
      client: name,
      session: conversation.id,
      at: Date.now(),
      messages: rendered(conversation),
      durable: conversation.get().durable,
    }),
  );
  return {
    stop,
    shown: () => rendered(conversation),
    say: async (text: string): Promise<void> => {
      history.attempt(name, conversation.id, text);
      try {
        const id = await conversation.send({ content: text });
        history.invoke(name, conversation.id, id, text);
      } catch (error) {
        // Refused before it was queued (a full disk, say): the person still has the text in the composer.
        if (!isGlobalChatError(error)) throw error;
        history.withdraw(text);
      }
    },
    revise: async (random: Random): Promise<void> => {
      const own = rendered(conversation).filter(
        ({ id, seq, deleted }) => seq !== null && !deleted && history.sent.get(id)?.client === name,
      );
      if (own.length === 0) return;
      const { id, content } = random.pick(own);
      try {
        if (random.chance(0.3)) await conversation.delete(id);
        else await conversation.edit(id, `${content}, edited`);
      } catch (error) {
        if (!isGlobalChatError(error)) throw error;
      }
    },
  };
}
