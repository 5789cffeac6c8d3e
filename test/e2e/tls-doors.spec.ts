import { get, request } from 'node:https';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import { type Certificate, makeCertificate } from '../support/certificate.js';
import { handshake } from '../support/handshake.js';
import { PASSWORD } from '../support/people.js';
import { ADMIN_TOKEN } from '../support/server.js';
import { useServer } from '../support/stage.js';

const env: Record<string, string> = {};
let certificate: Certificate;

beforeAll(async () => {
  certificate = await makeCertificate();
  env.DIALTONE_TLS_CERT = certificate.certFile;
  env.DIALTONE_TLS_KEY = certificate.keyFile;
});
const { server } = useServer({ env });
afterAll(() => certificate.remove());

interface Answer {
  readonly status: number | undefined;
  readonly headers: Record<string, unknown>;
  readonly text: string;
}

/** Sends a request over TLS, trusting only the certificate made above. */
function ask(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(server.url + path, { method, headers, ca: certificate.pem, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

it('speaks HTTPS with the given certificate, and tells browsers to keep to HTTPS', async () => {
  const answer = await ask('GET', '/health');

  expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:/);
  expect([answer.status, answer.text]).toEqual([200, 'ok']);
  expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
});

it('serves a request that offers another protocol over HTTP/1.1', async () => {
  const answer = await ask('GET', '/health', { Connection: 'Upgrade', Upgrade: 'h2c' });

  expect([answer.status, answer.text]).toEqual([200, 'ok']);
});

it('is not trusted by clients that do not know the certificate', async () => {
  const refusal = new Promise((_, reject) => get(`${server.url}/health`, { agent: false }).on('error', reject));

  await expect(refusal).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
});

it('opens WebSockets over wss, also for its own page', async () => {
  const { text: invite } = await ask('POST', '/server/invites', { 'X-Admin-Token': ADMIN_TOKEN });
  const { token: invite_token } = JSON.parse(invite) as { token: string };
  const { publicKey: public_key } = await generateKeyPair();
  const input = { username: 'alice', password: PASSWORD, public_key, invite_token };
  const { text } = await ask('POST', '/auth/register', { 'Content-Type': 'application/json' }, JSON.stringify(input));
  const { token } = JSON.parse(text) as { token: string };
  const options = { ca: certificate.pem, headers: { authorization: `Bearer ${token}` } };

  const results = [
    await handshake(server.wsUrl, options),
    await handshake(server.wsUrl, { ...options, origin: server.url }),
    await handshake(server.wsUrl, { ...options, origin: 'https://evil.example.org' }),
    await handshake(server.wsUrl, { ca: certificate.pem }),
  ];

  expect(server.wsUrl).toMatch(/^wss:/);
  expect(results.map(({ status }) => status)).toEqual([101, 101, 403, 401]);
  for (const { ear } of results) await ear?.close();
});
