/** The checks of a join that need neither token nor database, in the order clients see their errors. */
import { RealtimeApiError } from '../api-error.ts';
import type { RealtimeServices } from '../services.ts';
import type { ChannelContext } from './channel-context.ts';

/** Throws the `RealtimeApiError` that refuses the join, and counts it when it is let through. */
export function checkJoin(channel: ChannelContext, services: RealtimeServices): void {
  const { limits, rates, connections, faults } = services;
  if (channel.subtopic === '')
    throw new RealtimeApiError('TopicNameRequired', 'You must provide a topic name');
  const reason = faults.refuseJoin?.({ socket: channel.connection.info, topic: channel.subtopic });
  if (typeof reason === 'string') throw new RealtimeApiError('Unauthorized', reason);
  if (limits.privateOnly === true && !channel.config.isPrivate) {
    throw new RealtimeApiError('PrivateOnly', 'This project only allows private channels');
  }
  if (limits.connections !== undefined && connections.size > limits.connections) {
    throw new RealtimeApiError('ConnectionRateLimitReached', 'Too many connected users');
  }
  if (rates.isExceeded('joins'))
    throw new RealtimeApiError('ClientJoinRateLimitReached', 'Too many joins per second');
  rates.count('joins');
  if (
    limits.channelsPerConnection !== undefined &&
    channel.connection.channelCount > limits.channelsPerConnection
  ) {
    throw new RealtimeApiError('ChannelRateLimitReached', 'Too many channels');
  }
}
