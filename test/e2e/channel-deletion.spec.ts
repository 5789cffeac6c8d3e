import { ChannelsService } from '../../apps/server/src/channels/channels.service.js';
import { generateMessages } from '../bench/support/rows.js';
import { makeChannel } from '../support/channels.js';
import { until } from '../support/pace.js';
import { naming } from '../support/sending.js';
import { useServer } from '../support/stage.js';
import { countRows, onStore, untilCleared } from '../support/store.js';

const ROWS = 20_000;

const { server, alice, listen, restart } = useServer({ perTest: true }, 'alice');
let doomed: string;
let kept: string;

/** A channel with many messages among those of another one, on a server that has just started. */
beforeEach(async () => {
  [doomed, kept] = [await makeChannel(alice), await makeChannel(alice)];
  await generateMessages(server.database, ROWS, { dense: doomed, rare: kept, quiet: kept }, alice.session.user_id);
  await restart();
});

const rows = async () => (await countRows(server, 'messages')).messages;

it('a large channel is gone for everyone at once, and other channels work while its messages are deleted', async () => {
  const others = (await onStore(server, `SELECT id FROM messages WHERE channel_id = '${kept}'`)).length;
  const ear = await listen(alice);
  const send = naming(doomed, 'too late');

  await alice.client.channels.delete({ channel_id: doomed });
  ear.send(send, naming(kept, 'in between'));

  expect(await ear.next('error')).toMatchObject({ code: 'channel_not_found', client_id: send.client_id });
  await ear.next('channel.message.ack');
  const gone = { status: 404, code: 'channel_not_found' };
  await expect(alice.client.messages.list({ channel_id: doomed })).rejects.toMatchObject(gone);
  await expect(alice.client.keys.getChannelKey({ channel_id: doomed })).rejects.toMatchObject(gone);
  await expect(alice.client.channels.rename({ channel_id: doomed, name_enc: 'again' })).rejects.toMatchObject(gone);
  await expect(alice.client.channels.delete({ channel_id: doomed })).rejects.toMatchObject(gone);
  expect((await alice.client.channels.list()).channels.map(({ id }) => id)).toEqual([kept]);
  const { messages } = await alice.client.messages.sync({ since: String(ROWS - 600), limit: 500 });
  expect(await rows()).toBeGreaterThan(others + 1); // the deletion is still going on
  expect(messages.filter(({ channel_id }) => channel_id === doomed)).toEqual([]);

  await untilCleared(server, doomed);
  expect(await rows()).toBe(others + 1);
});

it('a server forgets a channel once its messages are deleted', async () => {
  const channels = server.app.get(ChannelsService);
  await alice.client.channels.delete({ channel_id: doomed });
  expect(channels.isDeleted(doomed)).toBe(true);

  await untilCleared(server, doomed);
  await until('the channel is forgotten', () => !channels.isDeleted(doomed));

  const gone = { code: 'channel_not_found' };
  await expect(alice.client.messages.list({ channel_id: doomed })).rejects.toMatchObject(gone);
  const ear = await listen(alice);
  ear.send(naming(doomed, 'too late'));
  expect(await ear.next('error')).toMatchObject(gone);
});

it('a server that is stopped in the middle finishes the deletion after its next start; the channel stays hidden', async () => {
  const others = (await onStore(server, `SELECT id FROM messages WHERE channel_id = '${kept}'`)).length;
  await alice.client.channels.delete({ channel_id: doomed });
  await restart();

  const list = alice.client.messages.list({ channel_id: doomed });
  await expect(list).rejects.toMatchObject({ code: 'channel_not_found' });

  await untilCleared(server, doomed);
  expect(await rows()).toBe(others);
});
