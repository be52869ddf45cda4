// Who answers and when, in words. What is promised comes from the widget's config.

import type { Session, WidgetConfig } from '@globalchat/core';
import type { WidgetLocalizer } from './localization.ts';

export interface Answerer {
  readonly name: string;
  readonly avatarUrl: string | null;
}

/** The agent who answered last, else the team with the first face of it. */
export function answerer(config: WidgetConfig | null, session: Session | null): Answerer {
  if (session?.agentName) return { name: session.agentName, avatarUrl: session.agentAvatarUrl };
  return { name: config?.teamName ?? '', avatarUrl: config?.team[0]?.avatarUrl ?? null };
}

/** One line for the header: "Online · replies in about 5 min". */
export function presenceLine(config: WidgetConfig | null, localizer: WidgetLocalizer): string {
  if (!config) return '';
  const { online, replyMinutes } = config.availability;
  if (!online) return localizer.t('away');
  return replyMinutes ? localizer.t('onlineShort', { n: replyMinutes }) : localizer.t('online');
}
