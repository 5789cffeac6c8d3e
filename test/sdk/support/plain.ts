import { DialtoneClient } from '@dialtone/sdk';
import type { FakeServer } from '@dialtone/sdk/testing';

/** A client of the fake server that knows nothing of identities. */
export function clientOfFake({ baseUrl, fetch, WebSocket }: FakeServer, token: string): DialtoneClient {
  return new DialtoneClient({ baseUrl, fetch, WebSocket, token });
}
