import { limits, operations } from '@app/contract';
import { DialtoneClient } from '@dialtone/sdk';
import { createFakeServer, type FakeServer, type FakeServerOptions } from '@dialtone/sdk/testing';
import { codeOf } from './support/ear.js';

/* What time that stands still lets through, to the last one. */

/** Alice's client, and her connecting with a ticket as a browser does: the status of a refusal, else 101. */
function open(options?: FakeServerOptions) {
  const server = createFakeServer(options);
  const { baseUrl, fetch, WebSocket } = server;
  const { token } = server.addUser({ username: 'alice' });
  const client = new DialtoneClient({ baseUrl, fetch, WebSocket, token, maxRetries: 0 });
  return { server, client, connect: () => connect(server, client) };
}

async function connect(server: FakeServer, client: DialtoneClient): Promise<number> {
  const { ticket } = await client.auth.createTicket();
  const url = `${server.baseUrl.replace('http', 'ws')}/ws`;
  const socket = new server.WebSocket(url, ['dialtone', `ticket.${ticket}`], { headers: {} });
  const asInWs = socket as unknown as { once(event: string, hear: (_: unknown, answer: Refusal) => void): void };
  const status = await new Promise<number>((resolve) => {
    asInWs.once('unexpected-response', (_, { statusCode }) => resolve(statusCode));
    socket.addEventListener('open', () => resolve(101));
  });
  socket.close();
  await server.idle();
  return status;
}

interface Refusal {
  readonly statusCode: number;
}

async function times<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < count; i += 1) results.push(await work());
  return results;
}

test('with limitHandshakes a device may connect as often as its burst, and once more after a second', async () => {
  const { server, connect: connectOnce } = open({ limitHandshakes: true });
  const { handshakeBurst } = limits;

  const statuses = await times(handshakeBurst + 2, connectOnce);
  server.advance(1000);
  statuses.push(...(await times(2, connectOnce)));

  expect(statuses).toEqual([...Array<number>(handshakeBurst).fill(101), 429, 429, 101, 429]);
});

test('without it a device may connect as often as it likes', async () => {
  const { connect: connectOnce } = open();

  expect(new Set(await times(3 * limits.handshakeBurst, connectOnce))).toEqual(new Set([101]));
});

test('an operation with a rate is served as often as its burst, and once more when the time for one is over', async () => {
  const { server, client } = open();
  const { burst, perMinute } = operations.setProfile.rate;
  const setProfile = () => codeOf(client.users.setProfile({ name_enc: 'YWxpY2U=' }));

  const outcomes = await times(burst + 1, setProfile);
  server.advance(60_000 / perMinute);
  outcomes.push(...(await times(2, setProfile)));

  expect(outcomes).toEqual([...Array<string>(burst).fill('none'), 'rate_limited', 'none', 'rate_limited']);
});
