import { once } from 'node:events';
import { type ServerFrame, type ServerFrames, type ServerFrameType, serverFrameTypes } from '@app/contract';
import type { ClientFrame, RealtimeClient } from '@dialtone/sdk';
import { type ClientOptions, WebSocket } from 'ws';
import { Inbox } from './inbox.js';
import { bearer, type Person } from './people.js';

/** Everything that a connection has received, in order. */
export class Heard {
  protected readonly inbox: Inbox<ServerFrame>;

  /** @param patienceMs how long to wait for a frame */
  constructor(patienceMs?: number) {
    this.inbox = new Inbox(({ type }) => type, patienceMs);
  }

  get frames(): readonly ServerFrame[] {
    return this.inbox.all;
  }

  get types(): string[] {
    return this.frames.map(({ type }) => type);
  }

  /** All frames of a type so far. */
  all<T extends ServerFrameType>(type: T): ServerFrames[T][] {
    return this.frames.filter((frame) => frame.type === type) as ServerFrames[T][];
  }

  /** Forgets what was received so far. */
  clear(): void {
    this.inbox.clear();
  }

  /** Takes the first frame of that type that `where` accepts, and waits for it if need be. None is taken twice. */
  async next<T extends ServerFrameType>(
    type: T,
    where: (frame: ServerFrames[T]) => boolean = () => true,
  ): Promise<ServerFrames[T]> {
    const frame = await this.inbox.take(type, (found) => found.type === type && where(found as ServerFrames[T]));
    return frame as ServerFrames[T];
  }

  /** Takes the first frame of one of these types, and waits for it if need be. None is taken twice. */
  nextOf(...types: readonly ServerFrameType[]): Promise<ServerFrame> {
    return this.inbox.take(types.join(' or '), ({ type }) => types.includes(type));
  }
}

/** Somebody's connection through the SDK. */
export class Listener extends Heard {
  constructor(
    readonly person: Person,
    readonly realtime: RealtimeClient,
  ) {
    super();
    for (const type of serverFrameTypes) realtime.on(type, (frame) => this.inbox.add(frame));
  }

  get userId(): string {
    return this.person.session.user_id;
  }

  send(...frames: ClientFrame[]): void {
    for (const frame of frames) this.realtime.send(frame);
  }

  close(): Promise<void> {
    return this.realtime.close();
  }
}

/** Opens a connection, and resolves once it has its first frame. */
export async function listen(person: Person): Promise<Listener> {
  const listener = new Listener(person, person.client.realtime({ reconnect: false }));
  await listener.realtime.connect();
  await listener.next('voice.presence.snapshot');
  return listener;
}

/** A connection through a bare socket, for what the SDK would not do. */
export class RawListener extends Heard {
  /** Resolves with the close code. */
  readonly closed: Promise<number>;

  constructor(
    readonly socket: WebSocket,
    patienceMs?: number,
  ) {
    super(patienceMs);
    socket.on('message', (data: Buffer) => this.inbox.add(JSON.parse(data.toString()) as ServerFrame));
    this.closed = new Promise((resolve) => socket.once('close', resolve));
  }

  /** Sends text, or bytes, or anything else as JSON. */
  send(data: unknown): void {
    this.socket.send(typeof data === 'string' || Buffer.isBuffer(data) ? data : JSON.stringify(data));
  }

  async close(): Promise<void> {
    this.socket.resume(); // a test may have paused it
    this.socket.close();
    await this.closed;
  }
}

/** Opens a bare socket with somebody's token, and resolves once it has its first frame. */
export async function listenRaw(person: Person, options: ClientOptions = {}): Promise<RawListener> {
  const socket = new WebSocket(`${person.url.replace(/^http/, 'ws')}/ws`, { headers: bearer(person), ...options });
  const listener = new RawListener(socket);
  await once(socket, 'open');
  await listener.next('voice.presence.snapshot');
  return listener;
}
