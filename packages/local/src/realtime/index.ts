/** Realtime: Phoenix sockets with broadcast, presence and row changes over one PostgreSQL database. */
export { startRealtime } from './server.ts';
export type { RealtimeServer } from './server.ts';
export type { RealtimeControl, SocketFilter } from './control.ts';
export { HOSTED_LIMITS } from './options.ts';
export type {
  RealtimeFaults,
  RealtimeLimits,
  RealtimeOptions,
  RealtimeTimings,
  SocketFrame,
  SocketInfo,
} from './options.ts';
export { installRealtimeSchema } from './database/install.ts';
