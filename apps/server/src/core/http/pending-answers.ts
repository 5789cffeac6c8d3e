import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** The requests on a socket that are not answered yet, the answer to the last of all, and who waits for them. */
interface Pending {
  readonly requests: Set<IncomingMessage>;
  last: ServerResponse;
  readonly waiting: (() => void)[];
}

const pendingOf = new WeakMap<Duplex, Pending>();

/** Notes which requests on each of the server's sockets are not answered yet, for those below. */
export function noteAnswers(server: Server): void {
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const pending = pendingOf.get(request.socket) ?? { requests: new Set(), last: response, waiting: [] };
    pendingOf.set(request.socket, pending);
    pending.requests.add(request);
    pending.last = response;
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
  if (pending === undefined || !hasWhole(pending)) {
    callback();
    return;
  }
  // Nobody else may listen meanwhile, and an unhandled error would end the process.
  const ignore = () => undefined;
  socket.on('error', ignore);
  pending.waiting.push(() => {
    if (socket.destroyed) return;
    socket.off('error', ignore);
    callback();
  });
}

/** Is there nothing behind this request on its socket, as far as is known? Only then its answer may end the connection. */
export function isLast(request: IncomingMessage): boolean {
  const pending = pendingOf.get(request.socket);
  return pending === undefined || (pending.last.req === request && pending.waiting.length === 0);
}

/** Is it the body of an answered request that is still arriving on the socket? Then nothing that comes is to be answered. */
export function isAnswered(socket: Duplex): boolean {
  const last = pendingOf.get(socket)?.last;
  return last !== undefined && last.headersSent && !last.req.complete;
}

/** One whose body is still arriving may never be answered. */
function hasWhole({ requests }: Pending): boolean {
  for (const request of requests) if (request.complete) return true;
  return false;
}
