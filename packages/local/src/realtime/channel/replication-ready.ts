/** Tells a channel that asked for it (`replication_ready`), once, when broadcasts from the database can reach it. */
import type { RealtimeServices } from '../services.ts';
import type { ChannelContext } from './channel-context.ts';

/** The answer cancels. */
export function notifyReplicationReady(
  channel: ChannelContext,
  { feed, timings }: RealtimeServices,
): () => void {
  const timeout = setTimeout(
    () => channel.shutdown('Replication connection was not established in time'),
    timings.replicationReadyMs,
  );
  const cancel = feed.whenReady(() => {
    clearTimeout(timeout);
    channel.system('system', 'ok', 'Replication connection established');
  });
  return () => {
    clearTimeout(timeout);
    cancel();
  };
}
