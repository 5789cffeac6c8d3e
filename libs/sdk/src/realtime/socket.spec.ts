import { Deadline } from '../core/deadline.js';
import { openSocket, type WebSocketConstructor } from './socket.js';

/** Like the package `ws`, but the refusal and the end of the socket come in the same turn. */
function refusedWith(body: () => AsyncGenerator<Uint8Array>): WebSocketConstructor {
  return class extends EventTarget {
    readyState = 0;
    once(_event: string, listener: (request: undefined, response: object) => void): void {
      queueMicrotask(() => {
        const headers = { 'x-error-code': 'origin_not_allowed' };
        listener(undefined, { statusCode: 403, headers, [Symbol.asyncIterator]: body });
        this.dispatchEvent(Object.assign(new Event('close'), { code: 1006, reason: '' }));
      });
    }
    on(): void {}
    send(): void {}
    close(): void {}
    terminate(): void {}
  };
}

function open(WebSocket: WebSocketConstructor, timeoutMs: number) {
  const deadline = new Deadline(timeoutMs);
  const heard = { onFrame: () => undefined, onPing: () => undefined };
  const socket = openSocket({ url: 'ws://test/ws', headers: {}, protocols: [], WebSocket, ...heard }, deadline);
  return socket.finally(() => deadline.clear());
}

describe('a refused handshake whose socket ends at once', () => {
  it('rejects with the error of the answer', async () => {
    const body = async function* () {
      await Promise.resolve();
      yield new TextEncoder().encode('{"error":"this origin may not connect"}');
    };
    await expect(open(refusedWith(body), 5_000)).rejects.toMatchObject({
      name: 'ApiError',
      code: 'origin_not_allowed',
      message: 'this origin may not connect (connect: 403 origin_not_allowed)',
    });
  });

  it('is waited for no longer than the deadline, when the answer never ends', async () => {
    const body = async function* () {
      yield await new Promise<Uint8Array>(() => undefined);
    };
    await expect(open(refusedWith(body), 20)).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
