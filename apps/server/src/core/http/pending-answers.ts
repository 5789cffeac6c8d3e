import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** The requests on a socket that are not answered yet, and who waits for that. */
interface Pending {
  readonly requests: Set<IncomingMessage>;
  readonly waiting: (() => void)[];
}

const pendingOf = new WeakMap<Duplex, Pending>();

/** Notes which requests on each of the server's sockets are not answered yet, for {@link afterAnswers}. */
export function noteAnswers(server: Server): void {
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const pending = pendingOf.get(request.socket) ?? { requests: new Set(), waiting: [] };
    pendingOf.set(request.socket, pending);
    pending.requests.add(request);
    response.once('close', () => {
      pending.requests.delete(request);
      if (!hasWhole(pending)) for (const callback of pending.waiting.splice(0)) callback();
    });
  });
}

/**
 * Calls back once every whole request on the socket is answered, at once where there is none; never, when it closes
 * before. A client may send requests without waiting for answers (pipelining), and takes the first answer for that to
 * its first request.
 */
export function afterAnswers(socket: Duplex, callback: () => void): void {
  const pending = pendingOf.get(socket);
  if (pending === undefined || !hasWhole(pending)) callback();
  else {
    pending.waiting.push(() => {
      if (!socket.destroyed) callback();
    });
  }
}

/** One whose body is still arriving may never be answered. */
function hasWhole({ requests }: Pending): boolean {
  for (const request of requests) if (request.complete) return true;
  return false;
}
