import type * as Ws from 'ws';
import type { WebSocketConstructor } from './socket.js';

/** A WebSocket class, and whether it sends the headers that it is given. If not, the client needs a ticket. */
export interface WebSocketKind {
  readonly WebSocket: WebSocketConstructor;
  readonly sendsHeaders: boolean;
}

/** Milliseconds that the closing handshake may take before `ws` cuts the connection (an option that its types lack). */
const closeOptions = { closeTimeout: 5_000 };

/**
 * Imports a package that may be missing. Bundlers do not see which: they would look for it when they build, and put it
 * in a file of its own, which workers cannot load.
 */
const load = (name: string): Promise<unknown> => import(/* webpackIgnore: true */ /* @vite-ignore */ name);

/** The WebSocket class to use: the given one, else in Node that of the package `ws`, else the global one. */
export async function webSocketKind(given: WebSocketConstructor | undefined): Promise<WebSocketKind> {
  // Nothing but the package `ws` (and what imitates it) has this method.
  if (given !== undefined) return { WebSocket: given, sendsHeaders: 'terminate' in (given.prototype as object) };
  const standard = globalThis.WebSocket as WebSocketConstructor | undefined;
  if (!isNode()) {
    if (standard === undefined) throw new Error('this runtime has no WebSocket: pass one to the client');
    return { WebSocket: standard, sendsHeaders: false };
  }
  const ws = await (load('ws') as Promise<typeof Ws>).catch((cause: unknown) => {
    if (standard !== undefined) return undefined;
    throw new Error('realtime in Node before version 22 needs the package "ws": npm install ws', { cause });
  });
  if (ws === undefined) return { WebSocket: standard as WebSocketConstructor, sendsHeaders: false };
  const NodeWebSocket = class extends ws.WebSocket {
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
  return { WebSocket: NodeWebSocket, sendsHeaders: true };
}

function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return process?.versions?.node !== undefined;
}
