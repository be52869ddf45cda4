// A lazily loaded view of an element: asks for its module when it is first shown, puts the style sheets of it into
// the element, and offers another attempt when it could not be fetched.
import { html, nothing } from 'lit';
import type { ReactiveController } from 'lit';
import { LatePart } from '@globalchat/ui';
import type { Arrived, PartModule } from '@globalchat/ui';
import type { GcElement } from './gc-element.ts';
import type { InboxLocalizer } from './default-localizer.ts';

export class LazyView<Part extends PartModule> implements ReactiveController {
  readonly #host: GcElement;
  readonly #part: LatePart<Part>;
  #failed = false;

  /**
   * @param arrived One for all elements that show this part: what one fetched the others have.
   * @param load The chunk: `() => import('./part.ts')`.
   */
  constructor(host: GcElement, arrived: Arrived<Part>, load: () => Promise<Part>) {
    this.#host = host;
    this.#part = new LatePart(host, arrived, () =>
      load().catch((cause: unknown) => {
        this.#failed = true;
        console.warn('[Global Chat] network: a part of the inbox could not be loaded.', cause);
        host.requestUpdate();
        throw cause;
      }),
    );
    host.addController(this);
  }

  /** Undefined while it is on its way, after which the host renders again; asking starts the way. */
  get(): Part | undefined {
    return this.#part.get();
  }

  /** What `draw` makes of it: nothing before it is there, a line that offers another attempt after a failure. */
  render(draw: (part: Part) => unknown, localizer: InboxLocalizer): unknown {
    if (!this.#failed) {
      const part = this.get();
      return part === undefined ? nothing : draw(part);
    }
    return html`<p class="strip bad" role="alert">
      <span class="grow">${localizer.t('errorNetwork')}</span>
      <button type="button" @click=${this.#again}>${localizer.t('retry')}</button>
    </p>`;
  }

  hostUpdated(): void {
    this.#part.adopt();
  }

  readonly #again = (): void => {
    this.#failed = false;
    this.#host.requestUpdate();
  };
}
