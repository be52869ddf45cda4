// Notifications on the desktop, one per conversation: showing and taking them away.

export interface DesktopNotification {
  /** A later one about the same takes its place. */
  readonly about: string;
  readonly title: string;
  readonly text: string;
  readonly onClick: () => void;
}

/** So many at most from one look at the page to the next: a burst must not cover the desktop. */
const NOTIFICATION_LIMIT = 5;

export class DesktopNotifications {
  readonly #shown = new Map<string, Notification>();

  show({ about, title, text, onClick }: DesktopNotification): void {
    if (this.#shown.size >= NOTIFICATION_LIMIT && !this.#shown.has(about)) return;
    const notification = open(title, { body: text, tag: about, silent: true });
    if (notification === null) return;
    this.#shown.set(about, notification);
    notification.onclick = () => {
      notification.close();
      window.focus();
      onClick();
    };
  }

  clear(): void {
    for (const notification of this.#shown.values()) notification.close();
    this.#shown.clear();
  }
}

/** Null where only a service worker may show one, as on Android. The sound is ours, and can be turned off. */
function open(title: string, options: NotificationOptions): Notification | null {
  try {
    return new Notification(title, options);
  } catch (cause) {
    if (cause instanceof TypeError) return null;
    throw cause;
  }
}
