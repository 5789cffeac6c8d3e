import { TEST_DATABASE_URL } from '../../../../test/support/database.js';
import { listen } from '../../../../test/support/listener.js';
import { Nodes, TEST_REDIS_URL } from '../../../../test/support/nodes.js';
import { at, loginFromNewDevice, register } from '../../../../test/support/people.js';
import { startServer, type TestServer } from '../../../../test/support/server.js';
import { Events } from '../core/events/events.js';
import { Connections } from './connections.js';

/** What a feature could publish about one user. */
class Noted {
  static readonly isShared = true;

  constructor(readonly userId: string) {}
}

/** Two nodes where there is a Redis; else one server, which is both. */
let nodes: Nodes | undefined;
let here: TestServer;
let there: TestServer;
beforeAll(async () => {
  nodes = TEST_DATABASE_URL && TEST_REDIS_URL ? await Nodes.prepare() : undefined;
  here = nodes ? await nodes.start() : await startServer();
  there = nodes ? await nodes.start() : here;
});
afterAll(() => nodes?.close() ?? here.close());

it('a frame for one user reaches all of their connections, on every node, and nobody else', async () => {
  const servers = [...new Set([here, there])];
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
