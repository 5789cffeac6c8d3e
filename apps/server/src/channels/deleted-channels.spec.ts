import { makeChannel } from '../../../../test/support/channels.js';
import { listen } from '../../../../test/support/listener.js';
import { type Person, register } from '../../../../test/support/people.js';
import { startServer, type TestServer } from '../../../../test/support/server.js';
import { Events } from '../core/events/events.js';
import { ChannelUpdated } from './channels.events.js';
import { ChannelsService } from './channels.service.js';

let server: TestServer;
let alice: Person;
let channels: ChannelsService;
beforeAll(async () => {
  server = await startServer();
  alice = await register(server, 'alice');
  channels = server.app.get(ChannelsService);
});
afterAll(() => server.close());
afterEach(() => jest.useRealTimers());

/** Deletes a channel, and resolves once it is removed from the database. */
async function deleteChannel(channel_id: string): Promise<void> {
  await alice.client.channels.delete({ channel_id });
  while (channels.isDeleted(channel_id)) await new Promise((resolve) => setImmediate(resolve));
}

it('a rename that the deletion has overtaken on its way from another node is not told', async () => {
  const [doomed, kept] = [await makeChannel(alice), await makeChannel(alice)];
  const ear = await listen(alice);

  await deleteChannel(doomed);
  for (const id of [doomed, kept]) server.app.get(Events).publish(new ChannelUpdated(id, 'renamed'));

  await ear.next('channel.updated', ({ channel_id }) => channel_id === kept);
  expect(ear.all('channel.updated').map(({ channel_id }) => channel_id)).toEqual([kept]);
});

it('a channel is forgotten a minute after it is removed', async () => {
  const doomed = await makeChannel(alice);
  jest.useFakeTimers({ doNotFake: ['Date', 'performance', 'nextTick', 'setImmediate'] });

  await deleteChannel(doomed);
  jest.advanceTimersByTime(59_999);
  expect(channels.wasJustDeleted(doomed)).toBe(true);
  jest.advanceTimersByTime(1);
  expect(channels.wasJustDeleted(doomed)).toBe(false);
});
