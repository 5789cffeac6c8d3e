// What one can type in chat.mjs besides messages. Each resolves with what to show.
import { TRUST } from './marks.mjs';
import { print } from './terminal.mjs';

/** What to type after a piece of news; see news.mjs. */
export const HINTS = {
  'link-needed': 'Type /link for a code, or /recover and your twelve words.',
  'link-requested': 'Type /approve and the code it shows.',
  'identity-changed': 'Ask them, then type /accept and their name.',
};

let setup; // recovery words that are being written down

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
    const { userId } = await memberCalled(chat, name);
    if (number.length === 0) {
      return `${await chat.trust.safetyNumber(userId)}\nDoes ${name} see the same? Then: /verify ${name} <number>`;
    }
    await chat.verify(userId, number.join(' '));
    return `${name} is verified.`;
  },

  '/unverify': async (chat, [name]) => {
    const { userId } = await memberCalled(chat, name);
    await chat.trust.unverify(userId);
    return `${name} is not verified any more.`;
  },

  // After the server has named another identity for somebody: ask them first.
  '/accept': async (chat, [name]) => {
    const { userId } = await memberCalled(chat, name);
    await chat.trust.accept(userId);
    return `The new identity of ${name} is accepted. Compare it: /verify ${name}`;
  },

  // Recovery: `/words` shows twelve, `/words <one> <other>` types two of them back, `/words off` ends it.
  '/words': async (chat, typed) => {
    if (typed[0] === 'off') {
      await chat.recovery.end();
      return 'Recovery is off: the words open nothing.';
    }
    if (typed.length === 2 && setup) {
      await setup.confirm(typed);
      setup = undefined;
      return 'The words are good now. Whoever loses them and all devices loses the history.';
    }
    setup = await (typed[0] === 'new' ? chat.recovery.renew() : chat.recovery.begin());
    const [first, second] = setup.ask.map((position) => position + 1);
    return `${setup.words.join(' ')}\nWrite them on paper. Then type /words and the words ${first} and ${second}.`;
  },

  // On a new device, with nobody else there.
  '/recover': async (chat, words) => {
    await chat.recovery.restore(words);
    return 'This device has your identity and your keys.';
  },

  // Everyone's devices: + is signed by its user's identity, - is not.
  '/devices': async (chat) => {
    const { keys } = await chat.client.devices.listKeys({ all: '1' });
    const lines = (await chat.members()).map(({ userId, name = userId, trust }) => {
      const devices = keys.filter(({ user_id }) => user_id === userId);
      const marks = devices.map(
        ({ device_id }) => `${chat.trust.isSigned(device_id) ? '+' : '-'}${device_id.slice(-8)}`,
      );
      return `${name} (${TRUST[trust]}) ${marks.join(' ')}`.replace(/\p{Cc}/gu, ' ');
    });
    return lines.join('\n');
  },
};

async function memberCalled(chat, name) {
  const member = (await chat.members()).find((candidate) => candidate.name === name);
  if (!member) throw new Error(`nobody is called ${name}`);
  return member;
}
