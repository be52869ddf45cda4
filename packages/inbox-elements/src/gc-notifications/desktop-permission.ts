// Whether the browser lets notifications through. It is asked for a click only.

export type DesktopPermission = NotificationPermission | 'unavailable';

export function desktopPermission(): DesktopPermission {
  return 'Notification' in globalThis ? Notification.permission : 'unavailable';
}

/** The browser's question, when it has not been answered yet. */
export async function askForDesktop(): Promise<DesktopPermission> {
  const permission = desktopPermission();
  return permission === 'default' ? Notification.requestPermission() : permission;
}
