import type { Socket } from 'node:net';
import type { RawData, WebSocket } from 'ws';

/** Chunks of this size, in bytes, mean that a client sends more than a person types. */
const LARGE_CHUNK = 16_384;

/** Is told what happens to its socket. */
export interface SocketOwner {
  receive(frame: Buffer, isBinary: boolean): void;
  receivePing(content: Buffer): void;
  receivePong(): void;
  /** The client sends a lot. */
  yieldToOthers(): void;
  /** The socket failed, which closes it. */
  failed(error: Error): void;
  /** The socket has ended. */
  gone(): void;
}

type Owned<T> = T & { owner: SocketOwner };

/**
 * Tells the owner of a WebSocket and its transport what happens to them. All connections share the same listeners,
 * which find the owner by a property of the socket: closures for each connection would take more memory.
 */
export function listenFor(owner: SocketOwner, socket: WebSocket, transport: Socket): void {
  Object.assign(socket, { owner });
  Object.assign(transport, { owner });
  socket.on('message', onMessage).on('ping', onPing).on('pong', onPong).on('error', onError).on('close', onClose);
  transport.on('data', onData);
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  ownerOf(this).receive(data as Buffer, isBinary); // the default binaryType of ws
}

function onPing(this: WebSocket, content: Buffer): void {
  ownerOf(this).receivePing(content);
}

function onPong(this: WebSocket): void {
  ownerOf(this).receivePong();
}

function onError(this: WebSocket, error: Error): void {
  ownerOf(this).failed(error);
}

function onClose(this: WebSocket): void {
  ownerOf(this).gone();
}

function onData(this: Socket, chunk: Buffer): void {
  if (chunk.length >= LARGE_CHUNK) ownerOf(this).yieldToOthers();
}

function ownerOf(socket: WebSocket | Socket): SocketOwner {
  return (socket as Owned<WebSocket | Socket>).owner;
}
