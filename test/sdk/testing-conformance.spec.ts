import { DialtoneClient } from '@dialtone/sdk';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import { createFakeServer } from '@dialtone/sdk/testing';
import { WebSocket } from 'ws';
import { operator, PASSWORD, register } from '../support/people.js';
import { startServer } from '../support/server.js';
import { rulesOfAccounts, type Target } from './support/conformance.js';
import { rulesOfDevices } from './support/conformance-devices.js';
import { rulesOfMembers } from './support/conformance-members.js';
import { rulesOfRates } from './support/conformance-rates.js';
import { rulesOfRealtime } from './support/conformance-realtime.js';

/* The same conversations with the fake server and with a real one. */

async function realTarget(): Promise<Target> {
  const server = await startServer();
  return {
    operator: operator(server),
    register: async (name) => ({ ...(await register(server, name)), password: PASSWORD }),
    visitor: (options) => new DialtoneClient({ baseUrl: server.url, ...options }),
    opens: (ticket) => opens(new WebSocket(server.wsUrl, ['dialtone', `ticket.${ticket}`])),
    close: () => server.close(),
  };
}

async function fakeTarget(): Promise<Target> {
  const { baseUrl, fetch, WebSocket, adminToken } = createFakeServer({ limitHandshakes: true });
  const admin = new DialtoneClient({ baseUrl, fetch, WebSocket, adminToken });
  return {
    operator: admin,
    register: async (username) => {
      const client = new DialtoneClient({ baseUrl, fetch, WebSocket, maxRetries: 0 });
      const { token: invite_token } = await admin.invites.create();
      const { publicKey: public_key } = await generateKeyPair();
      const session = await client.auth.register({ username, password: PASSWORD, public_key, invite_token });
      return { client, session, password: PASSWORD };
    },
    visitor: (options) => new DialtoneClient({ baseUrl, fetch, WebSocket, ...options }),
    opens: (ticket) => {
      const protocols = ['dialtone', `ticket.${ticket}`];
      return opens(new WebSocket(`${baseUrl.replace('http', 'ws')}/ws`, protocols, { headers: {} }));
    },
    close: async () => undefined,
  };
}

/** Whether the socket opens; it is closed then. */
function opens(socket: Pick<WebSocket, 'addEventListener' | 'close'>): Promise<boolean> {
  return new Promise((resolve) => {
    socket.addEventListener('error', () => resolve(false));
    socket.addEventListener('open', () => {
      socket.close();
      resolve(true);
    });
  });
}

describe.each([
  ['the fake server', fakeTarget],
  ['a real server', realTarget],
])('%s', (_name, start) => {
  test.each([...rulesOfAccounts, ...rulesOfDevices, ...rulesOfMembers, ...rulesOfRealtime, ...rulesOfRates])(
    '%s',
    async (_rule, conversation, result) => {
      const target = await start();
      try {
        expect(await conversation(target)).toEqual(result);
      } finally {
        await target.close();
      }
    },
  );
});
