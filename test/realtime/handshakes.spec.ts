import { limits } from '@app/contract';
import { handshake, type HandshakeResult } from '../support/handshake.js';
import { bearer, loginFromNewDevice, type Person, register } from '../support/people.js';
import { useServer } from '../support/stage.js';

const { handshakeBurst, handshakesPerSecond, ratesPerUser } = limits;

const { server, alice, listen } = useServer('alice');
const free = useServer({ env: { DIALTONE_RATE_LIMIT: 'off' } }, 'bob');

/** Connects and disconnects again and again. */
async function flap(person: Person, times: number, how: (person: Person) => Promise<HandshakeResult> = knock) {
  const start = performance.now();
  const results: HandshakeResult[] = [];
  for (let i = 0; i < times; i++) {
    const result = await how(person);
    await result.ear?.close();
    results.push(result);
  }
  const refused = results.filter(({ status }) => status !== 101);
  return { refused, let: times - refused.length, seconds: (performance.now() - start) / 1000 };
}

function knock(person: Person): Promise<HandshakeResult> {
  return handshake(`${person.url.replace(/^http/, 'ws')}/ws`, { headers: bearer(person) });
}

async function knockWithTicket({ client }: Person): Promise<HandshakeResult> {
  const { ticket } = await client.auth.createTicket();
  return handshake(server.wsUrl, {}, ['dialtone', `ticket.${ticket}`]);
}

it.each([
  ['token', knock],
  ['ticket', knockWithTicket],
])('RT29 a device may connect 30 times at once by %s, and then once a second', async (what, how) => {
  const flapper = await register(server, `flaps by ${what}`);

  const { refused, let: entered, seconds } = await flap(flapper, 60, how);

  expect(entered).toBeGreaterThanOrEqual(handshakeBurst);
  expect(entered).toBeLessThanOrEqual(handshakeBurst + handshakesPerSecond * seconds);
  const verdicts = refused.map(({ status, code, headers }) => [status, code, headers['retry-after']]);
  expect(verdicts).toEqual(Array(60 - entered).fill([429, 'rate_limited', '1']));
});

it('RT29 nobody hears of those that are refused', async () => {
  const ear = await listen(alice);
  const flapper = await register(server, 'flapper');

  const { let: entered } = await flap(flapper, 60);

  const other = await listen(await register(server, 'the last one'));
  await ear.next('device.joined', ({ sender }) => sender === other.userId);
  const heard = ear.all('device.joined').filter(({ sender }) => sender === flapper.session.user_id);
  expect(heard).toHaveLength(entered);
});

it('RT29 all devices of a user together may connect as often as four', async () => {
  const person = await register(server, 'a collector');
  const devices = [person];
  for (let i = 1; i < 2 * ratesPerUser; i++) devices.push(await loginFromNewDevice(server, person.name));
  const start = performance.now();

  let entered = 0;
  for (const device of devices) entered += (await flap(device, handshakeBurst)).let;

  const seconds = (performance.now() - start) / 1000;
  expect(entered).toBeGreaterThanOrEqual(ratesPerUser * handshakeBurst);
  expect(entered).toBeLessThanOrEqual(ratesPerUser * (handshakeBurst + handshakesPerSecond * seconds));
});

it('RT29 with DIALTONE_RATE_LIMIT=off a device may connect as often as it likes', async () => {
  expect((await flap(free.bob, 60)).refused).toEqual([]);
});
