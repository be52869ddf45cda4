/** The checks of a join that need neither token nor database, in the order clients see their errors. */
import { RealtimeFailure } from '../failures.ts';
import type { RealtimeServices } from '../services.ts';
import type { Channel } from './channel.ts';

/** Throws the `RealtimeFailure` that refuses the join, and counts it when it is let through. */
export function admit(channel: Channel, services: RealtimeServices): void {
  const { limits, rates, connections, faults } = services;
  if (channel.subtopic === '')
    throw new RealtimeFailure('TopicNameRequired', 'You must provide a topic name');
  const refusal = faults.refuseJoin?.({ socket: channel.connection.info, topic: channel.subtopic });
  if (typeof refusal === 'string') throw new RealtimeFailure('Unauthorized', refusal);
  if (limits.privateOnly === true && !channel.config.isPrivate) {
    throw new RealtimeFailure('PrivateOnly', 'This project only allows private channels');
  }
  if (limits.connections !== undefined && connections.size > limits.connections) {
    throw new RealtimeFailure('ConnectionRateLimitReached', 'Too many connected users');
  }
  if (rates.isExceeded('joins'))
    throw new RealtimeFailure('ClientJoinRateLimitReached', 'Too many joins per second');
  rates.count('joins');
  if (
    limits.channelsPerConnection !== undefined &&
    channel.connection.channelCount > limits.channelsPerConnection
  ) {
    throw new RealtimeFailure('ChannelRateLimitReached', 'Too many channels');
  }
}
