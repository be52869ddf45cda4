// The own Realtime client of visitors as one module to load: channels over a Phoenix socket, shared by their listeners and
// by the visitor's tabs. Nothing may import it but by `import()`: nobody needs a socket to write a first message.

import { trackChannels } from './connection-state.ts';
import type { TrackedChannels } from './connection-state.ts';
import { createPhoenixChannels } from './phoenix-channels.ts';
import type { PhoenixChannels } from './phoenix-channels.ts';
import type { PhoenixChannelsOptions } from './phoenix-channel.ts';
import { shareChannels } from './shared-channels.ts';
import { createTabChannels } from './tab-channels.ts';

export interface RealtimeOptions extends PhoenixChannelsOptions {
  readonly widgetId: string;
  readonly userId: () => string | null;
}

export interface Realtime extends Pick<TrackedChannels, 'channel' | 'connection'> {
  /** Hands a new token to every joined channel. */
  readonly setToken: PhoenixChannels['setToken'];
  /** Leaves every channel. More may be opened after that. */
  leave(): void;
  close(): void;
}

export function createRealtime(options: RealtimeOptions): Realtime {
  const phoenix = createPhoenixChannels(options);
  const tabs = createTabChannels({
    ...options,
    name: `globalchat:socket:${options.widgetId}`,
    open: shareChannels(phoenix.open),
  });
  const wake = (): void => {
    // Renews an old token; channels get it. A failure shows with the next join.
    options.token().catch(() => null);
    tabs.ask();
    phoenix.probe();
  };
  const channels = trackChannels(shareChannels(tabs.open), options.environment, wake);
  return {
    ...channels,
    setToken: phoenix.setToken,
    leave: () => channels.close(),
    close() {
      channels.close();
      tabs.close();
      phoenix.close();
    },
  };
}
