import { isAbortedError } from '@dialtone/sdk';
import { createFakeServer } from '@dialtone/sdk/testing';
import { joinVoice } from '@dialtone/sdk/voice';
import { useParty } from '../support/chat.js';
import { quiet } from '../support/quiet.js';
import { until } from '../support/pace.js';

const party = useParty(createFakeServer);

describe('a chat session', () => {
  it('waits with once() for the next event, or for one that it looks for', async () => {
    const { chat } = await party.join('alice');
    const { id } = await chat.createChannel('general');
    const [next, third] = [chat.once('message'), chat.once('message', { where: ({ text }) => text === 'three' })];

    for (const text of ['one', 'two', 'three']) await chat.send(id, text);

    expect(await next).toMatchObject({ text: 'one' });
    expect(await third).toMatchObject({ text: 'three' });
  });

  it('rejects what once() waits for when the session closes, and at once after that', async () => {
    const { chat } = await party.join('alice');
    const [message, close] = [chat.once('message'), chat.once('close')];
    const given = new AbortController();
    const abandoned = chat.once('message', { signal: given.signal });

    given.abort();
    expect(isAbortedError(await abandoned.catch((error: unknown) => error))).toBe(true);
    await chat.close();

    await expect(message).rejects.toMatchObject({ name: 'AbortedError', message: 'the session closed before message' });
    expect(await close).toMatchObject({ code: 1000 });
    await expect(chat.once('message')).rejects.toMatchObject({ name: 'AbortedError' });
  });

  it('stops telling a listener that off() removes, once for each time that it was added', async () => {
    const { chat } = await party.join('alice');
    const { id } = await chat.createChannel('general');
    const heard: string[] = [];
    const listener = ({ text }: { text: string | null }) => heard.push(String(text));
    const say = async (text: string) => {
      const stored = chat.once('message');
      await chat.send(id, text);
      await stored;
    };
    chat.on('message', listener);
    chat.on('message', listener);

    await say('to both');
    chat.off('message', listener);
    await say('to one');
    chat.off('message', listener);
    chat.off('message', listener);
    await say('to none');

    expect(heard).toEqual(['to both', 'to both', 'to one']);
  });

  it('asks anew who may be sent keys when somebody was disabled', async () => {
    const [alice, bob] = [await party.join('alice'), await party.join('bob')];
    const { requests } = party.server;
    const asked = () =>
      requests.filter(({ operationId, userId, status }) => {
        return operationId === 'listDeviceKeys' && userId === alice.chat.userId && status === 200;
      }).length;
    await quiet();
    const before = asked();

    await alice.chat.client.users.update({ user_id: bob.chat.userId, disabled: true });

    await until('alice has asked', () => asked() > before);
    expect(await bob.next('session-ended')).toBeDefined();
  });

  it('asks anew who may be sent keys when a device was removed', async () => {
    const [alice, bob] = [await party.join('alice'), await party.join('bob')];
    await quiet();

    await alice.chat.client.devices.remove({ device_id: bob.chat.deviceId });

    expect(await alice.next('device-gone')).toMatchObject({ userId: bob.chat.userId, deviceId: bob.chat.deviceId });
  });

  it('joins a voice room as whom it is', async () => {
    const [alice, bob] = [await party.join('alice'), await party.join('bob')];
    const { id } = await alice.chat.createChannel('general');

    const hers = await joinVoice(alice.chat, id);
    const his = await joinVoice(bob.chat, id, { timeoutMs: 5_000 });

    expect(his.peers).toEqual([alice.chat.userId]);
    const device = ({ userId, deviceId }: typeof alice.chat) => ({ user: userId, device: deviceId });
    const yields = [hers.isPolite(device(bob.chat)), his.isPolite(device(alice.chat))];
    expect(yields.sort()).toEqual([false, true]);
    const again = await joinVoice(alice.chat.realtime, id, {
      user_id: alice.chat.userId,
      device_id: alice.chat.deviceId,
    });
    expect(again.peers).toEqual([bob.chat.userId]);
  });
});
