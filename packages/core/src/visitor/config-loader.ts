// The widget's config: asked for once, and again whenever it changes while a conversation is open.

import { toGlobalChatError } from '../errors.ts';
import type { Store } from '../observable/store.ts';
import type { VisitorTransport, Watch } from '../transport/transport.ts';
import type { WidgetConfig } from '../types.ts';
import type { VisitorChatState } from './visitor-chat.ts';

export interface ConfigLoader {
  /** Repeated calls share the answer; after a failure the next one asks again. */
  readonly load: () => Promise<WidgetConfig>;
  watch(): void;
  unwatch(): void;
}

export function createConfigLoader(
  transport: VisitorTransport,
  { get, patch }: Store<VisitorChatState>,
): ConfigLoader {
  let config: Promise<WidgetConfig> | null = null;
  let watch: Watch | null = null;

  const read = async (): Promise<WidgetConfig> => {
    try {
      const config = await transport.widgetConfig();
      patch({ config, status: 'ready', error: null });
      return config;
    } catch (cause) {
      const error = toGlobalChatError(cause);
      // What was read before stays good enough to go on with.
      patch(get().config ? { error } : { status: 'failed', error });
      throw error;
    }
  };
  const readAgain = (): Promise<WidgetConfig> => {
    config = read();
    config.catch(() => (config = null));
    return config;
  };

  return {
    load() {
      if (config) return config;
      patch({ status: 'loading' });
      return readAgain();
    },
    watch() {
      watch ??= transport.watchConfig(() => void readAgain());
    },
    unwatch() {
      watch?.close();
      watch = null;
    },
  };
}
