/**
 * Which requests get in at all, before anything of them is read: the target must be a path, `Host` must mean this
 * machine, `Origin` must be allowed. Without the check of `Host`, any website could point its own DNS name at 127.0.0.1
 * and call this server (DNS rebinding).
 */
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export interface GuardOptions {
  /** Names besides those of loopback by which this server may be called, without a port. */
  readonly hosts?: readonly string[];
  /** Pages that may call it from a browser: all of them, or those of loopback and of `hosts`. */
  readonly origins?: 'any' | 'trusted';
}

export type GuardCode = 'target_invalid' | 'host_not_allowed' | 'origin_not_allowed';

export interface GuardError {
  readonly status: number;
  readonly code: GuardCode;
  readonly message: string;
}

export type Guard = (request: IncomingMessage) => GuardError | undefined;

/** `localhost` and what is below it, 127.0.0.0/8, and IPv6's one address. */
const LOOPBACK = /^(?:(?:[^.]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export function createGuard({ hosts = [], origins = 'any' }: GuardOptions): Guard {
  const named = new Set(hosts.map((name) => name.toLowerCase()));
  const isTrusted = (url: string): boolean => {
    const name = URL.parse(url)?.hostname.replace(/\.$/, '') ?? '';
    return LOOPBACK.test(name) || named.has(name);
  };
  return ({ url = '', headers }) => {
    if (!url.startsWith('/') || URL.parse(`http://localhost${url}`) === null)
      return { status: 400, code: 'target_invalid', message: 'The request target must be a path.' };
    const { host = '', origin } = headers;
    if (/[/?#@\\]/.test(host) || !isTrusted(`http://${host}`))
      return {
        status: 421,
        code: 'host_not_allowed',
        message: `This server does not answer to the host "${host}". Allow it if it is yours.`,
      };
    if (origin !== undefined && origins === 'trusted' && !isTrusted(origin))
      return {
        status: 403,
        code: 'origin_not_allowed',
        message: `Pages of ${origin} may not use this server. Allow their host if they are yours.`,
      };
    return undefined;
  };
}

/** Answers an upgrade request with an error; its socket has no response object. */
export function rejectUpgrade(socket: Duplex, { status, code, message }: GuardError): void {
  const body = JSON.stringify({ code, message });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
