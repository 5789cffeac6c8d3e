import { freshRedisUrl } from '../support/redis.js';
import { at, loginFromNewDevice } from '../support/people.js';
import { useServer } from '../support/stage.js';

const { alice, bob, listen, another } = useServer({ env: { DIALTONE_REDIS_URL: freshRedisUrl() } }, 'alice', 'bob');

it('RT32 RT14 a user who is disabled on one node is put out on all of them, and everyone hears of it', async () => {
  const there = await another();
  const phone = at(await loginFromNewDevice(there, 'bob'), there);
  const farAlice = await listen(at(alice, there));
  const ears = [await listen(bob), await listen(at(bob, there)), await listen(phone)];
  const closed = ears.map((ear) => ear.realtime.once('close'));
  const { user_id } = bob.session;

  await alice.client.users.update({ user_id, disabled: true });

  expect(await Promise.all(closed)).toMatchObject(Array(3).fill({ code: 4001, reason: 'session_ended' }));
  expect(await farAlice.next('user.disabled')).toEqual({ type: 'user.disabled', user_id, disabled: true });
  await farAlice.next('presence.changed', (frame) => frame.user_id === user_id && !frame.online);
  for (const person of [bob, phone, at(bob, there)]) {
    await expect(person.client.channels.list()).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
  }
});
