// Opens the list of shortcuts, which is loaded when somebody first asks for it.
import { nothing } from 'lit';
import type { ReactiveController, TemplateResult } from 'lit';
import type { ModuleSource } from '@globalchat/ui';
import type { GcElement } from '../base/gc-element.ts';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { LazyView } from '../base/lazy-view.ts';
import type * as helpModule from './help-dialog.ts';
import { SHORTCUTS } from './shortcuts.ts';

const source: ModuleSource<typeof helpModule> = { load: () => import('./help-dialog.ts') };

export class HelpDialogController implements ReactiveController {
  readonly #host: GcElement;
  readonly #dialog: LazyView<typeof helpModule>;
  #wanted = false;

  constructor(host: GcElement) {
    this.#host = host;
    this.#dialog = new LazyView(host, source);
    host.addController(this);
  }

  readonly open = (): void => {
    this.#wanted = true;
    this.#dialog.get();
    this.#host.requestUpdate();
  };

  render(localizer: InboxLocalizer): TemplateResult | typeof nothing {
    return source.loaded?.helpDialog(SHORTCUTS, localizer) ?? nothing;
  }

  hostUpdated(): void {
    const dialog = this.#host.renderRoot.querySelector<HTMLDialogElement>('dialog.help');
    if (!this.#wanted || dialog === null) return;
    this.#wanted = false;
    dialog.showModal();
  }

  hostDisconnected(): void {
    this.#wanted = false;
  }
}
