// Which of the tabs of this inbox makes itself noticed: the one that was looked at last, or another when that is closed or
// sleeps. Where the browser has no locks, each tab does.

import { browserEnvironment, createTabLeader } from '@globalchat/core';

const LEADER_NAME = 'globalchat:inbox:notifications';

export interface NotifyingTab {
  leads(): boolean;
  /** Leads from now on: somebody looks at this tab. */
  take(): void;
  leave(): void;
}

/** Leads as soon as no other tab does. @param name Tabs that share this name share a lead. */
export function joinTabs(name = LEADER_NAME): NotifyingTab {
  const tabs = createTabLeader<{ readonly type: 'taken' }>({
    name,
    environment: browserEnvironment(),
    onRole: () => undefined,
    onMessage() {
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
    leave() {
      hasLeft = true;
      tabs.close();
    },
  };
}
