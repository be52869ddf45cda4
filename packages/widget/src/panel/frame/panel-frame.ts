// The panel's frame: a dialog beside the launcher, a modal dialog over the whole of a narrow screen, or a region in the
// page's flow. Opens, closes, listens for Escape, and says where the focus goes.

import type { PanelHost } from '../../element/panel-contract.ts';
import { isEditing } from './is-editing.ts';

/** Up to this width the chat takes the whole screen. */
export const SMALL_SCREEN = '(width<=480px),(height<=320px)';

export interface PanelFrameOptions {
  readonly host: PanelHost;
  readonly launcher: HTMLElement;
  /** The visitor wants it closed: Escape, or the browser's own gesture. */
  readonly onDismiss: () => void;
  /** Puts the focus where the visitor goes on. */
  readonly focusInside: () => void;
}

export interface PanelFrame {
  /** The dialog or region; already in the shadow root. */
  readonly element: HTMLElement;
  /** Where to render. It has the language's direction, while the frame keeps the page's and with it its corner. */
  readonly content: HTMLElement;
  readonly isOpen: boolean;
  setOpen(open: boolean): void;
  remove(): void;
}

export function createPanelFrame({ host, launcher, onDismiss, focusInside }: PanelFrameOptions): PanelFrame {
  const { element, content } = createElements(host);
  const dialog = element instanceof HTMLDialogElement ? element : null;
  const narrow = matchMedia(SMALL_SCREEN);
  const lifetime = new AbortController();
  const { signal } = lifetime;
  let isOpen = false;
  /** What had the focus before the panel took it. */
  let focusedBefore: Element | null = null;

  const showDialog = (): void => {
    if (!dialog) return;
    const focused = host.shadowRoot.activeElement as HTMLElement | null;
    dialog.close();
    // A page that is zoomed zooms the window's lengths, too.
    dialog.style.setProperty('--_zoom', String(host.currentCSSZoom ?? 1));
    // `show()` would move the focus by rules of its own.
    if (narrow.matches) dialog.showModal();
    else dialog.open = true;
    // A phone that is turned while somebody types.
    if (element.contains(focused)) focused?.focus();
  };

  narrow.addEventListener('change', () => isOpen && showDialog(), { signal });
  element.addEventListener(
    'cancel',
    (event) => {
      event.preventDefault();
      onDismiss();
    },
    { signal },
  );
  host.shadowRoot.addEventListener(
    'keydown',
    (event) => {
      const { key, isComposing } = event as KeyboardEvent;
      if (key !== 'Escape' || isComposing || event.defaultPrevented || !isOpen || !dialog) return;
      event.preventDefault();
      onDismiss();
    },
    { signal },
  );
  host.shadowRoot.append(element);

  return {
    element,
    content,
    get isOpen() {
      return isOpen;
    },
    setOpen(open) {
      if (open === isOpen) return;
      isOpen = open;
      if (!dialog) return;
      if (open) {
        const active = document.activeElement;
        focusedBefore = active === host ? null : active;
        showDialog();
        // A chat that opens by itself must not take the focus from where somebody types.
        if (
          !host.restoring &&
          (narrow.matches ||
            active === host ||
            (navigator.userActivation?.hasBeenActive && !isEditing(active)))
        )
          focusInside();
        return;
      }
      const hadFocus = element.contains(host.shadowRoot.activeElement);
      dialog.close();
      if (!hadFocus) return;
      if (!launcher.hidden) launcher.focus();
      else if (focusedBefore instanceof HTMLElement) focusedBefore.focus();
    },
    remove() {
      lifetime.abort();
      element.remove();
    },
  };
}

function createElements({ placement, shadowRoot }: PanelHost): Pick<PanelFrame, 'element' | 'content'> {
  // There is no corner in the flow of the page; the element writes it again when it goes back there.
  const inline = placement === 'inline';
  if (inline) shadowRoot.adoptedStyleSheets[0]?.replaceSync('');
  const element = document.createElement(inline ? 'section' : 'dialog');
  element.className = inline ? 'panel inline' : 'panel';
  element.part.add('panel');
  const content = document.createElement('div');
  content.className = 'view';
  element.append(content);
  return { element, content };
}
