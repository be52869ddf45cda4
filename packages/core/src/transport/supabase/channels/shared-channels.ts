// Lets several listeners use one topic. A socket holds a topic once: a second join would end the first. The channel stays
// until its last listener leaves; a late listener hears at once how far the channel has come.

import type { GlobalChatError } from '../../../errors.ts';
import type { ChannelStatus } from '../../transport.ts';
import type { ChannelListener, ChannelOptions, LinkChannel, OpenChannel } from '../link.ts';

interface Shared {
  readonly listeners: Set<ChannelListener>;
  channel: LinkChannel | null;
  status: ChannelStatus;
}

export function shareChannels(open: OpenChannel): OpenChannel {
  const topics = new Map<string, Shared>();

  function start(topic: string, options: ChannelOptions | undefined): Shared {
    const listeners = new Set<ChannelListener>();
    const shared: Shared = { listeners, channel: null, status: 'joining' };
    topics.set(topic, shared);
    shared.channel = open(
      topic,
      {
        onStatus(status: ChannelStatus, error?: GlobalChatError) {
          shared.status = status;
          // What was refused once may be allowed later: the next listener asks anew.
          if (status === 'refused') topics.delete(topic);
          for (const listener of listeners) listener.onStatus?.(status, error);
        },
        onBroadcast(event, payload) {
          for (const listener of listeners) listener.onBroadcast?.(event, payload);
        },
        onChange() {
          for (const listener of listeners) listener.onChange?.();
        },
        onProblem(message) {
          for (const listener of [...listeners]) listener.onProblem?.(message);
        },
        onPresence(entries) {
          for (const listener of listeners) listener.onPresence?.(entries);
        },
      },
      options,
    );
    return shared;
  }

  return (topic, original, options) => {
    const shared = topics.get(topic) ?? start(topic, options);
    // A copy, so that one object used twice is two listeners.
    const listener = { ...original };
    shared.listeners.add(listener);
    queueMicrotask(() => {
      if (shared.listeners.has(listener)) listener.onStatus?.(shared.status);
    });
    return {
      broadcast: (event, payload) => shared.channel?.broadcast(event, payload),
      track: (payload) => shared.channel?.track?.(payload),
      close() {
        if (!shared.listeners.delete(listener) || shared.listeners.size) return;
        if (topics.get(topic) === shared) topics.delete(topic);
        shared.channel?.close();
      },
    };
  };
}
