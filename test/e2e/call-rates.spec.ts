import { operations } from '@app/contract';
import { NAME_ENC, NO_ID } from '../support/channels.js';
import { call, type RawAnswer } from '../support/http.js';
import { register, type Person } from '../support/people.js';
import { useServer } from '../support/stage.js';

const { server, alice } = useServer('alice');
const free = useServer({ env: { DIALTONE_RATE_LIMIT: 'off' } }, 'bob');
const name_enc = NAME_ENC;

const setProfile = ({ session: { token } }: Person, where = server) =>
  call(where, 'POST', '/users/profiles', { token, body: { name_enc } });

/** Calls as often as more than a burst; returns what was refused, and what may have been served at most. */
async function shower(rate: { perMinute: number; burst: number }, send: () => Promise<RawAnswer>) {
  const start = performance.now();
  const answers = await Promise.all(Array.from({ length: rate.burst + 40 }, send));
  const most = rate.burst + (rate.perMinute / 60) * ((performance.now() - start) / 1000);
  const refused = answers.filter(({ status }) => status === 429);
  return { served: answers.length - refused.length, most, refused };
}

it.each([
  ['setProfile', 'POST', '/users/profiles', { name_enc }],
  ['createChannel', 'POST', '/channels', { name_enc }],
  ['renameChannel', 'PATCH', '/channels', { name_enc, channel_id: NO_ID }],
  ['deleteChannel', 'DELETE', `/channels?channel_id=${NO_ID}`, undefined],
] as const)('%s is answered with 429 and Retry-After beyond its rate', async (id, method, path, body) => {
  const { rate } = operations[id];
  const { token } = alice.session;

  const { served, most, refused } = await shower(rate, () => call(server, method, path, { token, body }));

  expect(served).toBeGreaterThanOrEqual(rate.burst);
  expect(served).toBeLessThanOrEqual(most);
  expect(refused[0].code).toBe('rate_limited');
  expect(Number(refused[0].headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
});

it("the rate of a call is each user's own, and bad input does not count", async () => {
  const carol = await register(server, 'carol');
  const { token } = carol.session;
  await Promise.all(
    Array.from({ length: 60 }, () => call(server, 'POST', '/users/profiles', { token, body: { name_enc: 7 } })),
  );
  await shower(operations.setProfile.rate, () => setProfile(alice));

  expect((await setProfile(carol)).status).toBe(201);
});

it('DIALTONE_RATE_LIMIT=off turns the rates of calls off', async () => {
  const { refused } = await shower(operations.setProfile.rate, () => setProfile(free.bob, free.server));

  expect(refused).toEqual([]);
});
