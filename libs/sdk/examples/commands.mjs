// What one can type in chat.mjs besides messages. Each resolves with what to show.
import { print } from './terminal.mjs';

const MARKS = { none: '(no identity)', unverified: '', verified: '(verified)', changed: '(CHANGED: ask them)' };

export const commands = {
  '/invite': async (chat) => `Invite: ${await chat.invite()}`,

  // On a new device. Its code is typed on an old one, with /approve.
  '/link': async (chat) => {
    const { code, done } = await chat.linking.request();
    done.then(
      () => print('This device is linked.'),
      ({ message }) => print(`! ${message}`),
    );
    return `On a device that is linked, type: /approve ${code}`;
  },

  '/approve': async (chat, words) => {
    await chat.linking.approve(words.join(' '));
    return 'The new device has your identity; the keys follow.';
  },

  // Without a number it shows one, to be compared in person or by phone.
  '/verify': async (chat, [name, ...number]) => {
    const member = (await chat.members()).find((candidate) => candidate.name === name);
    if (!member) throw new Error(`nobody is called ${name}`);
    if (number.length === 0) {
      return `${await chat.trust.safetyNumber(member.userId)}\nDoes ${name} see the same? Then: /verify ${name} <number>`;
    }
    await chat.verify(member.userId, number.join(' '));
    return `${name} is verified.`;
  },

  // Everyone's devices: + is signed by its user's identity, - is not.
  '/devices': async (chat) => {
    const { keys } = await chat.client.devices.listKeys({ all: '1' });
    const lines = (await chat.members()).map(({ userId, name = userId, trust }) => {
      const devices = keys.filter(({ user_id }) => user_id === userId);
      const marks = devices.map(
        ({ device_id }) => `${chat.trust.isSigned(device_id) ? '+' : '-'}${device_id.slice(-8)}`,
      );
      return `${name} ${MARKS[trust]} ${marks.join(' ')}`.replace(/\p{Cc}/gu, ' ');
    });
    return lines.join('\n');
  },
};
