// <gc-visitor>: who writes. What draws it is loaded with the first visitor.
import { nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations } from 'lit';
import { avatarStyles } from '@globalchat/ui';
import type { ModuleSource } from '@globalchat/ui';
import type { ThreadState } from '@globalchat/core';
import { ClockController } from '../base/clock-controller.ts';
import { ContextStore } from '../base/context-store.ts';
import { LazyView } from '../base/lazy-view.ts';
import { SessionElement } from '../base/session-element.ts';
import { threadContext } from '../contexts.ts';
import { GcSelectEvent } from '../events/session-intents.ts';
import { visitorStyles } from './gc-visitor.styles.ts';
import type * as detailsModule from './visitor-details.ts';

const source: ModuleSource<typeof detailsModule> = { load: () => import('./visitor-details.ts') };

/**
 * Name, e-mail, what the browser and the host application told, pages, earlier conversations.
 *
 * @fires {GcSelectEvent} gc-select - An earlier conversation was chosen.
 * @slot - Your own data about this visitor, below.
 * @csspart visitor - All of it.
 * @csspart section - One titled part.
 */
export class GcVisitor extends SessionElement {
  static override styles: CSSResultGroup[] = [...SessionElement.styles, avatarStyles, visitorStyles];

  static override properties: PropertyDeclarations = {
    previous: { attribute: false },
  };

  /** Earlier conversations, newest first, instead of the provider's. */
  declare previous: ThreadState['previous'] | null;

  readonly #thread = new ContextStore(this, threadContext, ({ previous, answeredTrigger }) => ({
    previous,
    answeredTrigger,
  }));
  readonly #clock = new ClockController(this);
  readonly #details = new LazyView(this, source);

  constructor() {
    super();
    this.previous = null;
  }

  protected override render(): unknown {
    const session = this.current;
    if (session === null) return nothing;
    return this.#details.render(
      ({ visitorDetails }) =>
        visitorDetails({
          session,
          answeredTrigger: this.#thread.value?.answeredTrigger ?? null,
          previous: this.previous ?? this.#thread.value?.previous ?? [],
          localizer: this.localizer,
          now: this.#clock.now,
          onSelect: (sessionId) => this.tell(new GcSelectEvent(sessionId)),
        }),
      this.localizer,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-visitor': GcVisitor;
  }
}
