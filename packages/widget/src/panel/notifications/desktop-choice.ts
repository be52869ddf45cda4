// What somebody chose about being told by their desktop. The browser asks only after a press of theirs.

import type { PreferenceStore } from '../settings/preferences.ts';
import { canNotify } from './desktop-permission.ts';

/** Whether they are told now. */
export function isNotified(preferences: PreferenceStore): boolean {
  return canNotify() && Notification.permission === 'granted' && preferences.get().notify === true;
}

export async function setNotified(preferences: PreferenceStore, wanted: boolean): Promise<void> {
  const isGranted = wanted && (await Notification.requestPermission()) === 'granted';
  preferences.set({ notify: isGranted });
}
