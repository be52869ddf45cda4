// A page in the background, for tests of what makes an agent notice: who looks at it, what sounds, what the desktop
// shows. What a browser shares between its tabs is a stand-in here; the real ones come back after each test.

import { nextFrame } from '@open-wc/testing';

type Target = Document | Navigator | typeof globalThis;

const replaced: [Target, string, PropertyDescriptor | undefined][] = [];

function replace(target: Target, name: string, value: unknown): void {
  replaced.push([target, name, Object.getOwnPropertyDescriptor(target, name)]);
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

afterEach(() => {
  for (const [target, name, before] of replaced.splice(0).reverse()) {
    if (before) Object.defineProperty(target, name, before);
    else Reflect.deleteProperty(target, name);
  }
});

export interface ShownNotification {
  readonly title: string;
  readonly options: NotificationOptions;
  onclick: (() => void) | null;
  closed: boolean;
}

export interface PageEnvironment {
  /** Sounds so far. */
  sounds: number;
  /** Notifications so far, the closed ones too. */
  readonly notifications: ShownNotification[];
  /** How often the browser was asked for permission. */
  asked: number;
  /** What the browser answers, or has answered. */
  permission: NotificationPermission;
  answer: NotificationPermission;
  /** Whether the agent has clicked or typed anywhere yet. */
  gesture: boolean;
  /** The agent turns away from the page, or back to it. */
  look(looks: boolean): void;
}

/** Nobody looks at the page from now on. */
export function backgroundPage(): PageEnvironment {
  let looked = false;
  const state: PageEnvironment = {
    sounds: 0,
    notifications: [],
    asked: 0,
    permission: 'default',
    answer: 'granted',
    gesture: true,
    look(looks) {
      looked = looks;
      window.dispatchEvent(new Event(looks ? 'focus' : 'blur'));
    },
  };
  replace(document, 'hasFocus', () => looked);
  replace(navigator, 'userActivation', {
    get hasBeenActive() {
      return state.gesture;
    },
  });
  // Tests of other files run in other tabs of the same browser.
  replace(navigator, 'locks', undefined);
  replace(globalThis, 'localStorage', memoryStorage());
  replace(
    globalThis,
    'AudioContext',
    class extends AudioContext {
      override resume(): Promise<void> {
        state.sounds++;
        return super.resume();
      }
    },
  );
  replace(
    globalThis,
    'Notification',
    class implements ShownNotification {
      static get permission(): NotificationPermission {
        return state.permission;
      }
      static requestPermission(): Promise<NotificationPermission> {
        state.asked++;
        state.permission = state.answer;
        return Promise.resolve(state.permission);
      }
      readonly title: string;
      readonly options: NotificationOptions;
      onclick: (() => void) | null = null;
      closed = false;
      constructor(title: string, options: NotificationOptions) {
        this.title = title;
        this.options = options;
        state.notifications.push(this);
      }
      close(): void {
        this.closed = true;
      }
    },
  );
  return state;
}

function memoryStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
  };
}

/** Resolves when what watches has arrived and begun; nothing of the page tells, since until then nothing is news. */
export async function notifierStarted(): Promise<void> {
  await import('../src/gc-notifications/session-notifier.ts');
  await nextFrame();
}
