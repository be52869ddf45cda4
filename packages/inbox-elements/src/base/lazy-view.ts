// A lazily loaded view of an element: asks for its module when it is first shown, puts the style sheets of it into
// the element, and offers another attempt when it could not be fetched.
import { html, nothing } from 'lit';
import type { ReactiveController } from 'lit';
import { HostedModule } from '@globalchat/ui';
import type { ModuleSource, ViewModule } from '@globalchat/ui';
import type { GcElement } from './gc-element.ts';
import type { InboxLocalizer } from './default-localizer.ts';

export class LazyView<Module extends ViewModule> implements ReactiveController {
  readonly #host: GcElement;
  readonly #module: HostedModule<Module>;
  #failed = false;

  constructor(host: GcElement, source: ModuleSource<Module>) {
    this.#host = host;
    this.#module = new HostedModule(host, source, (cause) => {
      this.#failed = true;
      console.warn('[Global Chat] network: a part of the inbox could not be loaded.', cause);
      host.requestUpdate();
    });
    host.addController(this);
  }

  /** Undefined while it is loaded, after which the host renders again; the first call begins that. */
  get(): Module | undefined {
    return this.#module.get();
  }

  /** What `draw` makes of it: nothing before it is there, a line that offers another attempt after a failure. */
  render(draw: (module: Module) => unknown, localizer: InboxLocalizer): unknown {
    if (!this.#failed) {
      const module = this.get();
      return module === undefined ? nothing : draw(module);
    }
    return html`<p class="strip bad" role="alert">
      <span class="grow">${localizer.t('errorNetwork')}</span>
      <button type="button" @click=${this.#again}>${localizer.t('retry')}</button>
    </p>`;
  }

  hostUpdated(): void {
    this.#module.adopt();
  }

  readonly #again = (): void => {
    this.#failed = false;
    this.#host.requestUpdate();
  };
}
