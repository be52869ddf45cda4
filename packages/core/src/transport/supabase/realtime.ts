// The own Realtime client of visitors as one module to load: channels over a Phoenix socket, each shared by its listeners.
// Nothing may import it but by `import()`: nobody needs a socket to write a first message.

import { createPhoenixChannels } from './phoenix-channels.ts';
import type { PhoenixChannels, PhoenixChannelsOptions } from './phoenix-channels.ts';
import { shareChannels } from './shared-channels.ts';

export function createRealtime(options: PhoenixChannelsOptions): PhoenixChannels {
  const phoenix = createPhoenixChannels(options);
  return { ...phoenix, open: shareChannels(phoenix.open) };
}
