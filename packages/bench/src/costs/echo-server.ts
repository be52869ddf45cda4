// A bare server in a process of its own that speaks just enough of Realtime's protocol 1.0.0 to answer joins and heartbeats
// and to send each broadcast back to whoever sent it: what is left between two clients is the client.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const text = (data as Buffer).toString();
    const frame = JSON.parse(text) as { topic: string; event: string; ref: string };
    if (frame.event === 'broadcast') return socket.send(text);
    const payload = { status: 'ok', response: { postgres_changes: [] } };
    socket.send(JSON.stringify({ topic: frame.topic, event: 'phx_reply', ref: frame.ref, payload }));
  });
});
server.on('listening', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.(address.port);
});
process.on('disconnect', () => process.exit(0));
