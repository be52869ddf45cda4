// Which one of the tabs of a page acts for all: the one that was looked at last, or another when that is closed or sleeps.
// Where the browser has no locks, each tab acts.

import type { Environment } from './environment.ts';
import { createTabLeader } from './tab-leader.ts';

export interface FrontTabOptions<Message> {
  /** Tabs that share this name share a lead. */
  readonly name: string;
  readonly environment: Pick<Environment, 'clock' | 'tabs'>;
  /** This tab acts from now on, or no more. */
  readonly onChange?: () => void;
  /** Another tab said something. */
  readonly onMessage?: (message: Message) => void;
}

export interface FrontTab<Message> {
  leads(): boolean;
  /** Leads from now on: somebody looks at this tab. */
  take(): void;
  readonly post: (message: Message) => void;
  leave(): void;
}

interface Taken {
  readonly type: 'taken';
}

/** Leads as soon as no other tab does. */
export function createFrontTab<Message extends { readonly type: string }>({
  name,
  environment,
  onChange,
  onMessage,
}: FrontTabOptions<Message>): FrontTab<Message> {
  const tabs = createTabLeader<Message | Taken>({
    name,
    environment,
    onRole: () => onChange?.(),
    onMessage(message) {
      if (message.type !== 'taken') return onMessage?.(message as Message);
      // Somebody looks at another tab: that one is next, and this one waits behind it.
      tabs.want(false);
      tabs.want(true);
    },
  });
  let hasLeft = false;
  tabs.want(true);
  return {
    leads: () => tabs.role() !== 'waiting',
    take() {
      if (!hasLeft && tabs.role() !== 'leading') tabs.post({ type: 'taken' });
    },
    post: tabs.post,
    leave() {
      hasLeft = true;
      tabs.close();
    },
  };
}
