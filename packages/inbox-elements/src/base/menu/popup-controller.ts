// Something that opens beside a button: opening, its place, closing and giving the focus back. Built on the popover
// attribute, so that no column clips it.
import type { ReactiveController, ReactiveElement } from 'lit';

/** Pixels between the button and what it opened, and to the edges of the window. */
const POPUP_GAP_PX = 6;

export class PopupController implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #name: string;
  /** What to focus once it is open; the popup itself when that is null. */
  readonly #firstFocus: (popup: HTMLElement) => HTMLElement | null;
  #open = false;

  /** @param name Distinguishes several popups of one element: `data-popup` on the popup, `data-opens` on its button. */
  constructor(host: ReactiveElement, name: string, firstFocus: (popup: HTMLElement) => HTMLElement | null) {
    this.#host = host;
    this.#name = name;
    this.#firstFocus = firstFocus;
    host.addController(this);
  }

  get isOpen(): boolean {
    return this.#open;
  }

  readonly toggle = (): void => {
    if (this.#open) this.close();
    else this.show();
  };

  show(): void {
    if (this.#open) return;
    this.#open = true;
    this.#host.requestUpdate();
    document.addEventListener('pointerdown', this.#onPointerdown, true);
    window.addEventListener('resize', this.#onLeave);
  }

  /** @param returnFocus False when the focus went elsewhere by the user's own act. */
  close(returnFocus = true): void {
    if (!this.#open) return;
    this.#open = false;
    document.removeEventListener('pointerdown', this.#onPointerdown, true);
    window.removeEventListener('resize', this.#onLeave);
    if (returnFocus) this.#button?.focus();
    const popup = this.#popup;
    if (popup?.matches(':popover-open')) popup.hidePopover();
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    const popup = this.#popup;
    if (!this.#open || popup === null || popup.matches(':popover-open')) return;
    popup.showPopover();
    this.#place(popup);
    (this.#firstFocus(popup) ?? popup).focus();
  }

  hostDisconnected(): void {
    this.close(false);
  }

  /** For the popup's `keydown`: Escape closes and goes no further, Tab closes and moves on. */
  onKeydown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === 'Tab') {
      this.close();
    }
  }

  get #popup(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(`[data-popup="${this.#name}"]`);
  }

  get #button(): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(`[data-opens="${this.#name}"]`);
  }

  /** Below the button and along its start; above or along its end where there is no room. */
  #place(popup: HTMLElement): void {
    const anchor = this.#button?.getBoundingClientRect();
    if (anchor === undefined) return;
    const { width, height } = popup.getBoundingClientRect();
    const rightToLeft = getComputedStyle(this.#host).direction === 'rtl';
    const below = anchor.bottom + POPUP_GAP_PX;
    const top =
      below + height <= innerHeight - POPUP_GAP_PX
        ? below
        : Math.max(POPUP_GAP_PX, anchor.top - POPUP_GAP_PX - height);
    const wanted = rightToLeft ? anchor.right - width : anchor.left;
    const other = rightToLeft ? anchor.left : anchor.right - width;
    const fits = wanted >= POPUP_GAP_PX && wanted + width <= innerWidth - POPUP_GAP_PX;
    const left = Math.max(POPUP_GAP_PX, Math.min(fits ? wanted : other, innerWidth - width - POPUP_GAP_PX));
    popup.style.setProperty('top', `${top}px`);
    popup.style.setProperty('left', `${left}px`);
  }

  readonly #onPointerdown = (event: Event): void => {
    const path = event.composedPath();
    const popup = this.#popup;
    const button = this.#button;
    if ((popup !== null && path.includes(popup)) || (button !== null && path.includes(button))) return;
    this.close(false);
  };

  readonly #onLeave = (): void => this.close(false);
}
