import { TEST_DATABASE_URL } from '../../../../test/support/database.js';
import { listen } from '../../../../test/support/listener.js';
import { at, loginFromNewDevice, register } from '../../../../test/support/people.js';
import { freshRedisUrl, TEST_REDIS_URL } from '../../../../test/support/redis.js';
import type { TestServer } from '../../../../test/support/server.js';
import { useServer } from '../../../../test/support/stage.js';
import { Events } from '../core/events/events.js';
import { Connections } from './connections.js';

/** What a feature could publish about one user. */
class Noted {
  static readonly isShared = true;

  constructor(readonly userId: string) {}
}

/** Two nodes where there is a Redis; else one server, which is both. */
const hasNodes = TEST_DATABASE_URL !== undefined && TEST_REDIS_URL !== '';
const { server: here, another } = useServer({ env: hasNodes ? { DIALTONE_REDIS_URL: freshRedisUrl() } : {} });
let there: TestServer;
beforeAll(async () => {
  there = hasNodes ? await another() : here;
});

it('a frame for one user reaches all of their connections, on every node, and nobody else', async () => {
  const servers = hasNodes ? [here, there] : [here];
  for (const { app } of servers) {
    app.get(Events).on(Noted, ({ userId }) => {
      app.get(Connections).sendToUser({ type: 'user.profile.updated', sender: userId }, userId);
    });
  }
  const alice = await register(here, 'alice');
  const tablet = at(await loginFromNewDevice(here, 'alice'), there);
  const bob = at(await register(here, 'bob'), there);
  const ears = [await listen(alice), await listen(tablet), await listen(bob)];

  for (const { session } of [bob, alice]) here.app.get(Events).publish(new Noted(session.user_id));
  for (const ear of ears) await ear.next('user.profile.updated');
  for (const { app } of servers) app.get(Connections).broadcast({ type: 'user.profile.updated', sender: 'all' });

  for (const ear of ears) {
    await ear.next('user.profile.updated', ({ sender }) => sender === 'all');
    const senders = ear.all('user.profile.updated').map(({ sender }) => sender);
    expect(senders).toEqual([ear.person.session.user_id, 'all']);
  }
});
