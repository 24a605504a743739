import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const waiting = new WeakMap<Socket, Set<ServerResponse>>();

/**
 * A pipelined response that still waits for its turn has no socket, and Node never closes it when the connection is lost:
 * calls back for each of these. One listener per connection, however many requests it carries.
 */
export function whenConnectionIsLost(
  socket: Socket,
  response: ServerResponse,
  lost: (response: ServerResponse) => void,
): void {
  let responses = waiting.get(socket);
  if (!responses) {
    const created = new Set<ServerResponse>();
    responses = created;
    waiting.set(socket, created);
    socket.once('close', () => {
      for (const each of created) lost(each);
    });
  }
  const own = responses;
  own.add(response);
  response.once('close', () => own.delete(response));
}
