// Whether somebody can see the host: it is laid out, on the screen, in a visible tab. Each change is told once.
import type { ReactiveController, ReactiveElement } from 'lit';

export class VisibilityController implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #onChange: (id: string, visible: boolean) => void;
  readonly #observer: IntersectionObserver;
  #onScreen = false;
  #id: string | null = null;
  #told = false;

  /** @param onChange Called with the id of what the host shows. Leaving one for another tells both. */
  constructor(host: ReactiveElement, onChange: (id: string, visible: boolean) => void) {
    this.#host = host;
    this.#onChange = onChange;
    this.#observer = new IntersectionObserver((entries) => {
      this.#onScreen = entries.at(-1)?.isIntersecting ?? false;
      this.#tell();
    });
    host.addController(this);
  }

  /** What the host shows now. */
  show(id: string | null): void {
    if (id === this.#id) return;
    this.#leave();
    this.#id = id;
    this.#tell();
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
    document.addEventListener('visibilitychange', this.#tell);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    document.removeEventListener('visibilitychange', this.#tell);
    this.#onScreen = false;
    this.#leave();
  }

  readonly #tell = (): void => {
    const visible = this.#onScreen && document.visibilityState === 'visible';
    if (this.#id === null || visible === this.#told) return;
    this.#told = visible;
    this.#onChange(this.#id, visible);
  };

  #leave(): void {
    if (this.#id === null || !this.#told) return;
    this.#told = false;
    this.#onChange(this.#id, false);
  }
}
