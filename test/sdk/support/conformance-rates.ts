import { limits, operations } from '@app/contract';
import { type DialtoneClient, isApiError, type Session } from '@dialtone/sdk';
import { NO_ID } from '../../support/channels.js';
import { PASSWORD } from '../../support/people.js';
import type { Rule } from './conformance.js';
import { codeOf, Ear } from './ear.js';

const { handshakeBurst, handshakesPerSecond, ratesPerUser } = limits;

/** How often something was let through before it was refused, and whether that is what a rate lets through. */
interface Tally {
  readonly served: number;
  /** `burst`, and what time has added: a server whose time stands still lets no more through. */
  readonly isByRate: boolean;
  /** The status and code of the refusal, and whether it says when to come back. */
  readonly refusal: unknown;
}

/** Does something again and again, up to its first refusal for its rate. */
async function untilRefused(work: () => Promise<unknown>, burst: number, perSecond: number): Promise<Tally> {
  const start = performance.now();
  for (let served = 0; served < 5 * burst; served += 1) {
    const error = await work().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!isApiError(error, 'rate_limited')) continue;
    const most = burst + (perSecond * (performance.now() - start)) / 1000;
    const seconds = (error.retryAfterMs ?? 0) / 1000;
    const isToldWhen = Number.isInteger(seconds) && seconds >= 1 && seconds <= Math.ceil(1 / perSecond);
    return { served, isByRate: served >= burst && served <= most, refusal: [error.status, isToldWhen] };
  }
  return { served: 5 * burst, isByRate: false, refusal: 'never' };
}

async function connectAndLeave(client: DialtoneClient): Promise<void> {
  const realtime = client.realtime({ reconnect: false });
  try {
    await realtime.connect();
  } finally {
    await realtime.close();
  }
}

/** What may be done only so often. */
export const rulesOfRates: readonly Rule[] = [
  [
    'calls of an operation beyond its rate are refused, for each user; bad input does not count, other refusals do',
    async ({ register }) => {
      const [alice, bob] = [await register('alice'), await register('bob')];
      const setProfile = () => alice.client.users.setProfile({ name_enc: 'bmFtZQ==' });
      const { rate } = operations.setProfile;
      for (let i = 0; i < rate.burst; i += 1) await codeOf(alice.client.users.setProfile({ name_enc: ' ' }));
      const profiles = await untilRefused(setProfile, rate.burst, rate.perMinute / 60);
      const { rate: rateOfDeletions } = operations.deleteChannel;
      const deletions = await untilRefused(
        () => Promise.resolve(alice.client.channels.delete({ channel_id: NO_ID })),
        rateOfDeletions.burst,
        rateOfDeletions.perMinute / 60,
      );
      return [
        ...[profiles, deletions].map(({ isByRate, refusal }) => [isByRate, refusal]),
        await codeOf(alice.client.users.setProfile({ name_enc: ' ' })),
        await codeOf(Promise.resolve(alice.client.users.listProfiles())),
        await codeOf(bob.client.users.setProfile({ name_enc: 'bmFtZQ==' })),
      ];
    },
    [[true, [429, true]], [true, [429, true]], 'invalid_request', 'none', 'none'],
  ],
  [
    'RT29 handshakes of a device beyond their rate are refused, and nobody hears of them',
    async ({ register, visitor }) => {
      const [alice, bob] = [await register('alice'), await register('bob')];
      const ear = await Ear.open(bob);
      let heard = 0;
      ear.realtime.on('device.joined', () => (heard += 1));
      const connect = () => connectAndLeave(alice.client);
      const { served, isByRate, refusal } = await untilRefused(connect, handshakeBurst, handshakesPerSecond);
      await ear.types();
      const { username } = alice.session;
      const public_key = btoa('phone'.padEnd(32, '.'));
      const { token } = await visitor({}).auth.login({ username, password: PASSWORD, public_key });
      return [isByRate, refusal, heard === served, await codeOf(connectAndLeave(visitor({ token })))];
    },
    [true, [429, true], true, 'none'],
  ],
  [
    'RT29 the devices of a user together may connect as often as four',
    async ({ register, visitor }) => {
      const { client, session } = await register('alice');
      const { username } = session;
      const sessions: Session[] = [];
      for (let i = 0; i <= ratesPerUser; i += 1) {
        const public_key = btoa(`device ${i}`.padEnd(32, '.'));
        sessions.push(await client.auth.login({ username, password: PASSWORD, public_key }));
      }
      const clients = sessions.map(({ token }) => visitor({ token }));
      let [served, turn] = [0, 0];
      const start = performance.now();
      while (turn < clients.length * handshakeBurst) {
        if ((await codeOf(connectAndLeave(clients[turn % clients.length]))) === 'none') served += 1;
        turn += 1;
      }
      const seconds = (performance.now() - start) / 1000;
      const least = ratesPerUser * handshakeBurst;
      return [served >= least && served <= least + ratesPerUser * handshakesPerSecond * seconds];
    },
    [true],
  ],
];
