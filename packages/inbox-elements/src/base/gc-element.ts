// The base of every element here: texts, theme and the way intents leave.
import { ContextConsumer } from '@lit/context';
import { LitElement } from 'lit';
import type { CSSResultGroup, PropertyDeclarations } from 'lit';
import { base, refuseFiles, tokens } from '@globalchat/ui';
import type { InboxKey, TextParameters } from '@globalchat/ui';
import { localizerContext } from '../contexts.ts';
import type { IntentEvent } from '../events/intent-event.ts';
import { defaultLocalizer } from './default-localizer.ts';
import type { InboxLocalizer } from './default-localizer.ts';
import { elementStyles } from './element.styles.ts';

/** `light` or `dark` fixes the colours, `auto` follows the page's `color-scheme`. */
export type Theme = 'auto' | 'light' | 'dark';

/** What all elements of the inbox share: the theme, their texts, and intents that ask before they act. */
export class GcElement extends LitElement {
  static override styles: CSSResultGroup[] = [tokens, base, elementStyles];

  static override properties: PropertyDeclarations = {
    theme: { reflect: true },
  };

  /** Colours of this element; inherited by the ones inside. */
  declare theme: Theme;

  readonly #localizer = new ContextConsumer(this, { context: localizerContext, subscribe: true });

  /** A text by key; may be passed on by itself. */
  protected readonly t = (key: InboxKey, params?: TextParameters): string => this.localizer.t(key, params);

  constructor() {
    super();
    this.theme = 'auto';
    refuseFiles(this);
  }

  /** Texts, numbers and times: the provider's, else English. */
  protected get localizer(): InboxLocalizer {
    return this.#localizer.value ?? defaultLocalizer();
  }

  /** Sends an intent up, for its answer; see `IntentEvent.sendFrom`. */
  protected ask(intent: IntentEvent): Promise<void> | null {
    return intent.sendFrom(this);
  }

  /** Sends an intent up. How it went shows in what comes down. */
  protected tell(intent: IntentEvent): void {
    void intent.sendFrom(this);
  }
}
