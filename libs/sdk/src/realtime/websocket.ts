import type { WebSocketConstructor } from './socket.js';

/** Milliseconds that the closing handshake may take before `ws` cuts the connection (an option that its types lack). */
const closeOptions = { closeTimeout: 5_000 };

/** The WebSocket class of this runtime: in Node that of the package `ws`, elsewhere the global one. */
export async function defaultWebSocket(): Promise<WebSocketConstructor> {
  if (!isNode()) {
    if (globalThis.WebSocket === undefined) throw new Error('this runtime has no WebSocket: pass one to the client');
    return globalThis.WebSocket;
  }
  const { WebSocket } = await import('ws').catch((cause: unknown) => {
    throw new Error('realtime in Node needs the package "ws": npm install ws', { cause });
  });
  return class extends WebSocket {
    constructor(url: string, protocols: string[], options: { headers: Record<string, string> }) {
      super(url, protocols, {
        ...options,
        perMessageDeflate: false,
        // Lets a listener that awaits one frame be back in time for the next, as in browsers.
        allowSynchronousEvents: false,
        ...closeOptions,
      });
    }
  };
}

function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return process?.versions?.node !== undefined;
}
