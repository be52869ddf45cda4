// The widget's config: asked for once, and while somebody looks again whenever it changes, by hand or by the hour.

import type { Environment } from '../environment/environment.ts';
import { toGlobalChatError } from '../errors.ts';
import type { Store } from '../observable/store.ts';
import type { VisitorTransport, Watch } from '../transport/transport.ts';
import type { WidgetConfig } from '../types.ts';
import type { Freshness } from './config-freshness.ts';
import type { VisitorChatState } from './visitor-chat.ts';

export interface ConfigLoader {
  /** Repeated calls share the answer; after a failure the next one asks again. */
  readonly load: () => Promise<WidgetConfig>;
  watch(): void;
  /** Ends the watch, unless it is kept. */
  unwatch(): void;
  keep(is: boolean): void;
}

export function createConfigLoader(
  transport: VisitorTransport,
  { get, patch }: Store<VisitorChatState>,
  environment: Pick<Environment, 'clock' | 'presence'>,
): ConfigLoader {
  let config: Promise<WidgetConfig> | null = null;
  let watch: Watch | null = null;
  let isKept = false;
  let readAt = 0;
  let freshness: Freshness | undefined;

  const read = async (): Promise<WidgetConfig> => {
    try {
      const config = await transport.widgetConfig();
      readAt = environment.clock.now();
      patch({ config, status: 'ready', error: null });
      freshness?.schedule();
      return config;
    } catch (cause) {
      const error = toGlobalChatError(cause);
      // What was read before stays good enough to go on with.
      patch(get().config ? { error } : { status: 'failed', error });
      throw error;
    }
  };
  /** One after the other: the answer to an earlier question never comes last. */
  const readAgain = (): Promise<WidgetConfig> => {
    const mine = (config = config ? config.then(read, read) : read());
    mine.catch(() => config === mine && (config = null));
    return mine;
  };

  return {
    load() {
      if (config) return config;
      patch({ status: 'loading' });
      return readAgain();
    },
    watch() {
      if (watch) return;
      const mine = (watch = transport.watchConfig(() => void readAgain()));
      import('./config-freshness.ts').then(
        ({ createFreshness }) => {
          if (watch !== mine) return;
          freshness = createFreshness({
            environment,
            config: () => get().config,
            readAt: () => readAt,
            readAgain,
          });
        },
        // The next opening asks for it again.
        () => undefined,
      );
    },
    unwatch() {
      if (isKept) return;
      watch?.close();
      watch = null;
      freshness?.stop();
      freshness = undefined;
    },
    keep(is) {
      isKept = is;
    },
  };
}
