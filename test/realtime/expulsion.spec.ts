import { makeChannel } from '../support/channels.js';
import { useServer } from '../support/stage.js';

const { alice, bob, listen } = useServer('alice', 'bob');

it('RT32 a user who is disabled is put out, and everyone connected hears of each change, once', async () => {
  const [hers, his] = [await listen(alice), await listen(bob)];
  const closed = his.realtime.once('close');
  const { user_id } = bob.session;

  for (const disabled of [true, true, false, false]) await alice.client.users.update({ user_id, disabled });
  await makeChannel(alice);
  await hers.next('channel.updated');

  expect(await closed).toMatchObject({ code: 4001, reason: 'session_ended' });
  const told = { type: 'user.disabled', user_id };
  expect(hers.all('user.disabled')).toEqual([
    { ...told, disabled: true },
    { ...told, disabled: false },
  ]);
});
