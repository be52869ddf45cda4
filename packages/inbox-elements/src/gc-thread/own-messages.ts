// The options beside an agent's own messages. What they open is loaded when somebody reaches for them.
import { MessageOptions } from '@globalchat/ui';
import type { ModuleSource, TranscriptActions } from '@globalchat/ui';
import type { ConversationMessage, Membership } from '@globalchat/core';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { LazyView } from '../base/lazy-view.ts';
import type { SessionElement } from '../base/session-element.ts';
import type * as changesModule from './message-changes.ts';

const source: ModuleSource<typeof changesModule> = { load: () => import('./message-changes.ts') };

export class OwnMessages {
  readonly #options: MessageOptions;
  #changes: changesModule.MessageChanges | null = null;

  /** @param parts What is asked for a message; `localizer` as of now. */
  constructor(host: SessionElement, parts: changesModule.MessageChangesParts) {
    const lazy = new LazyView(host, source);
    this.#options = new MessageOptions(host, () => {
      const module = lazy.get();
      if (module === undefined) return undefined;
      return (this.#changes ??= new module.MessageChanges(host, this.#options, parts));
    });
  }

  /** For the transcript; null without somebody whose messages these could be. */
  actions(me: Membership | null, localizer: InboxLocalizer): TranscriptActions | undefined {
    if (me === null) return undefined;
    return this.#options.receive({
      label: localizer.t('messageOptions'),
      isFor: ({ seq, senderType, senderId, deletedAt }: ConversationMessage) =>
        seq !== null && deletedAt === null && senderType === 'agent' && senderId === me.userId,
    });
  }
}
