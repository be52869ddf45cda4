// What no first message needs, fetched when the panel is already usable: the welcome, files and emoji in the composer, the
// menu, notifications while the visitor is elsewhere, what keeps page and panel apart, and how messages look that wait for a
// network.

import { browserEnvironment } from '@globalchat/core';
import { skeletonStyles } from '@globalchat/ui';
import { createComposerTools } from '../conversation/composer-tools.ts';
import { waitingMessages, waitingStyles } from '../conversation/waiting-messages.ts';
import { welcome, welcomeStyles } from '../conversation/welcome.ts';
import { tellLocale } from '../events/tell-locale.ts';
import { takeWaitingCalls } from '../events/waiting-calls.ts';
import { containEvents, containmentStyles } from '../frame/containment.ts';
import { launcherHoverStyles } from '../launcher/launcher-hover.styles.ts';
import { createMenuButton } from '../menu/menu-button.ts';
import { createPreferenceStore } from '../settings/preferences.ts';
import { greetingKey } from '../triggers/greeting-key.ts';
import { forgetTab } from '../tab-state/tab-entry.ts';
import type { TabOptions } from '../tab-state/tab-entry.ts';
import { watchTab } from '../tab-state/watch-tab.ts';
import { leaveWhenForgotten } from './forgotten-elsewhere.ts';
import type { LazyFeatures, ResettablePanel } from './panel-context.ts';
import type { AdoptStyles } from './lazy-view.ts';

export function createLazyFeatures(
  tab: TabOptions,
  panel: ResettablePanel,
  adoptStyles: AdoptStyles,
): LazyFeatures {
  const { host, chat, signal } = tab;
  const environment = browserEnvironment(host.environment ?? {});
  const preferences = createPreferenceStore(environment.storage, chat.widgetId);
  const watchAnswers = (): Promise<unknown> =>
    import('../notifications/desktop-notification.ts').then(
      (module) => module.watchAnswers(tab, environment, preferences),
      () => undefined,
    );
  const menu = createMenuButton({ chat, panel, adoptStyles, preferences, signal, watchAnswers });
  let isNotifierStarted = false;
  let heard: string | undefined;

  /** Pages that tell and name nothing load nothing for it. */
  const takeCalls = (): void => void takeWaitingCalls({ host, chat, panel, signal });

  /** Only a conversation can have unread messages. */
  const startNotifierOnce = (): void => {
    const knownState = chat.get();
    if (isNotifierStarted || knownState.sessions.length === 0) return;
    isNotifierStarted = true;
    import('../notifications/unread-notifier.ts').then(
      ({ startUnreadNotifier }) =>
        startUnreadNotifier({ chat, environment, preferences, knownState, signal }),
      // The next change asks again.
      () => (isNotifierStarted = false),
    );
  };

  /** Answers show on the launcher while the panel is closed, also to a message that only now left the disk. */
  const listen = (): void => {
    takeCalls();
    const running = chat.get().sessions.find(({ status }) => status !== 'resolved')?.id;
    // Once: one that was closed since is being forgotten.
    if (running && running !== heard) chat.conversation((heard = running)).open();
    startNotifierOnce();
  };

  if (!signal.aborted) {
    const greeting = environment.storage.getItem(greetingKey(chat.widgetId));
    if (greeting)
      import('../triggers/kept-greeting.ts').then(
        ({ showKeptGreeting }) => showKeptGreeting(tab, greeting, adoptStyles),
        () => undefined,
      );
    containEvents(host, signal);
    tellLocale(host, signal);
    if (panel.wasReset) forgetTab(chat);
    watchTab(tab);
    leaveWhenForgotten(tab);
    if (preferences.get().notify) void watchAnswers();
    const unsubscribe = chat.subscribe(listen);
    signal.addEventListener('abort', unsubscribe, { once: true });
    host.addEventListener('gc-reset', preferences.clear, { signal });
    listen();
  }

  return {
    styles: [skeletonStyles, containmentStyles, launcherHoverStyles, waitingStyles, welcomeStyles],
    welcome,
    menu,
    preferences,
    waitingMessages,
    composerTools: createComposerTools({ preferences, adoptStyles, watchAnswers }),
  };
}
