// A plain element that hosts Lit templates and reactive controllers, without being a custom element: the panel lives in
// the shadow root of <global-chat>, and a second registered tag could meet another version of itself on the page.

import { nothing, render } from 'lit';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export type ViewHost = HTMLElement & ReactiveControllerHost;

export interface ViewHostControl {
  readonly host: ViewHost;
  /** Takes what is rendered away, so that the next view starts with nodes of its own. */
  clear(): void;
  /** Ends the controllers and takes the element out of the document. */
  remove(): void;
}

/** Makes `element` a host that shows `view()`, at most once per microtask; `onUpdated` is called after each time. */
export function createViewHost(
  element: HTMLElement,
  view: () => unknown,
  onUpdated: () => void,
): ViewHostControl {
  const controllers = new Set<ReactiveController>();
  let pending: Promise<boolean> | null = null;
  let removed = false;

  const update = (): void => {
    pending = null;
    if (removed) return;
    for (const controller of controllers) controller.hostUpdate?.();
    render(view(), element);
    for (const controller of controllers) controller.hostUpdated?.();
    onUpdated();
  };

  const host: ViewHost = Object.defineProperty(
    Object.assign(element, {
      addController(controller: ReactiveController): void {
        controllers.add(controller);
        controller.hostConnected?.();
      },
      removeController: (controller: ReactiveController): void => void controllers.delete(controller),
      requestUpdate(): void {
        pending ??= Promise.resolve().then(() => {
          update();
          return true;
        });
      },
    }),
    'updateComplete',
    { get: () => pending ?? Promise.resolve(true) },
  ) as ViewHost;

  return {
    host,
    clear: () => void render(nothing, element),
    remove() {
      removed = true;
      for (const controller of controllers) controller.hostDisconnected?.();
      controllers.clear();
      element.remove();
    },
  };
}
