// The own Realtime client of visitors as one module to load: channels over a Phoenix socket, shared by their listeners and
// by the visitor's tabs. Nothing may import it but by `import()`: nobody needs a socket to write a first message.

import { createPhoenixChannels } from './phoenix-channels.ts';
import type { PhoenixChannels, PhoenixChannelsOptions } from './phoenix-channels.ts';
import { shareChannels } from './shared-channels.ts';
import { createTabChannels } from './tab-channels.ts';

export interface RealtimeOptions extends PhoenixChannelsOptions {
  readonly widgetId: string;
  readonly userId: () => string | null;
}

export function createRealtime(options: RealtimeOptions): PhoenixChannels {
  const phoenix = createPhoenixChannels(options);
  const tabs = createTabChannels({
    ...options,
    name: `globalchat:socket:${options.widgetId}`,
    open: shareChannels(phoenix.open),
  });
  return {
    ...phoenix,
    open: shareChannels(tabs.open),
    probe() {
      tabs.ask();
      phoenix.probe();
    },
    close() {
      tabs.close();
      phoenix.close();
    },
  };
}
