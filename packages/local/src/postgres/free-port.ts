/**
 * Owns questions about TCP ports of the loopback interface.
 * Refuses to reserve one: between the answer and its use another process may take it, so callers retry.
 */
import { createServer } from 'node:net';

/** A port of 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('the operating system named no port'));
      });
    });
  });
}
