import type { WebSocketLike } from '@dialtone/sdk';
import { createFakeServer, type FakeServer } from '@dialtone/sdk/testing';
import type { WebSocket } from 'ws';
import type { Answer, Call } from '../../contract/support/http.js';
import { Socket } from '../../contract/support/socket.js';
import { type Person, World } from '../../contract/support/world.js';
import { ADMIN_TOKEN, type TestServer } from '../../support/server.js';

/** A plan goes behind the server's back, which cannot be done here. */
export class NoDatabase extends Error {
  constructor(query: string) {
    super(`a fake server has no database for: ${query}`);
  }
}

/** The world of the contract's tests, on a fake server. */
export class FakeWorld extends World {
  private constructor(readonly fake: FakeServer) {
    super({ url: fake.baseUrl, close: async () => undefined } as TestServer);
  }

  static override create(): Promise<FakeWorld> {
    return new FakeWorld(createFakeServer({ adminToken: ADMIN_TOKEN })).filled();
  }

  override async send({ method, path, headers, body }: Call): Promise<Answer> {
    // A body without a type gets one from `fetch`: as bytes it has none, as on the wire.
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const init = { method, headers: { ...headers }, ...(bytes && { body: bytes }) };
    const response = await this.fake.fetch(this.fake.baseUrl + path, init);
    const answer = {
      status: response.status,
      headers: Object.fromEntries([...response.headers]),
      text: await response.text(),
    };
    this.answers.push(answer);
    return answer;
  }

  override async connect({ token }: Pick<Person, 'token'>): Promise<Socket> {
    const url = `${this.fake.baseUrl.replace('http', 'ws')}/ws`;
    const raw = new this.fake.WebSocket(url, [], { headers: { Authorization: `Bearer ${token}` } });
    const socket = await Socket.over(likeWs(raw));
    this.sockets.push(socket);
    return socket;
  }

  override async sendAway(): Promise<void> {
    this.fake.dropConnections({ code: 1001 });
  }

  override setDraining(isSo: boolean): void {
    this.fake.isDraining = isSo;
  }

  override missEvents(): void {
    this.fake.requireSync();
  }

  override sql(query: string): Promise<never> {
    throw new NoDatabase(query);
  }
}

/** What the contract's tests use of the package `ws`. */
function likeWs(socket: WebSocketLike): WebSocket {
  const on = (type: 'message' | 'close', listener: (value: unknown) => void) =>
    socket.addEventListener(type, (event) => {
      const { data, code } = event as { type: string; data?: string; code?: number };
      listener(type === 'message' ? Buffer.from(data ?? '') : code);
    });
  const raw = {
    on,
    get readyState() {
      return socket.readyState;
    },
    send: (text: string) => socket.send(text),
    close: (code?: number) => socket.close(code),
    terminate: () => socket.close(),
  };
  return raw as unknown as WebSocket;
}
