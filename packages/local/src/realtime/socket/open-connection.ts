/**
 * What the server may do with an open socket: count it, close it, expire its tokens. Types only; `Connection` implements
 * it, and the parts that share the set of open sockets need not import it.
 */
import type { SocketInfo } from '../options.ts';

export interface OpenConnection {
  readonly info: SocketInfo;
  readonly channels: Iterable<{ expireToken(): void }>;
  /** Channels joined or joining. */
  readonly channelCount: number;
  /** Asks the client to connect again, then closes. */
  restart(): void;
  /** @param code of the WebSocket closing handshake */
  close(code: number): void;
  /** Ends the socket without a closing handshake, as a broken network does. */
  terminate(): void;
}
