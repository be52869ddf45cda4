// Whether the browser lets notifications through. Owns asking; refuses to ask but for a click.

export type DesktopPermission = NotificationPermission | 'unavailable';

export function desktopPermission(): DesktopPermission {
  return 'Notification' in globalThis ? Notification.permission : 'unavailable';
}

/** The browser's question, when it has not been answered yet. */
export async function askForDesktop(): Promise<DesktopPermission> {
  const permission = desktopPermission();
  return permission === 'default' ? Notification.requestPermission() : permission;
}
