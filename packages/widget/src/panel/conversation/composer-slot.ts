// What a part may use of the conversation's view to stand in the composer's place. Types only.

import type { PanelContext } from '../shell/panel-context.ts';
import type { PartReady } from '../shell/lazy-module.ts';
import type { ViewHost } from '../frame/view-host.ts';

export interface Stage {
  readonly host: ViewHost;
  /** Renders in place of the composer; null is the composer. */
  form: ((context: PanelContext) => unknown) | null;
  /** Takes style sheets and renders again. */
  readonly onPart: PartReady;
}
