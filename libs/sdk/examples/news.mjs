// What a session tells about trust, in sentences. A new event is one more entry of NEWS.

/**
 * By event, what to say. `of` is `of alice` or `of yours`, for whom the event is about. With `isAlarm`, somebody may mean
 * harm.
 */
const NEWS = {
  'link-needed': { say: () => 'This device is new, and gets no keys yet.' },
  'link-requested': { say: () => 'A new device of yours asks to be linked.' },
  'device-new': {
    // As it is now, not as the event has it: a newcomer's device is listed a moment before it is signed.
    say: ({ userId, deviceId }, of, chat) => {
      if (chat.trust.isSigned(deviceId)) return `New device ${of}, signed by its owner.`;
      return chat.trust.stateOf(userId) === 'none'
        ? `New device ${of}, which nobody has signed: there is no identity that could.`
        : `New device ${of}, not signed by its owner: it gets no keys.`;
    },
  },
  'device-gone': { say: (_, of) => `A device ${of} that had keys is gone.` },
  'device-changed': {
    isAlarm: true,
    say: (_, of) => `The server names another key for a device ${of} than before. The device is shut out.`,
  },
  'certificate-refused': {
    isAlarm: true,
    say: ({ reason }, of) => `A device ${of} counts as not signed: ${CERTIFICATE_REASONS[reason] ?? reason}.`,
  },
  'identity-changed': {
    isAlarm: true,
    say: (_, of) => `The server names another identity ${of}. Nothing is shared with it until you accept it.`,
  },
  'identity-missing': {
    isAlarm: true,
    say: () => 'Nobody here has the identity that your invite names: it is for another server, or this one lies.',
  },
  'message-refused': {
    isAlarm: true,
    say: ({ reason }, of) => `A message said to be one ${of} is refused: ${MESSAGE_REASONS[reason] ?? reason}.`,
  },
  'key-refused': { isAlarm: true, say: ({ reason }) => `A key is not taken: ${KEY_REASONS[reason] ?? reason}.` },
  'key-version-refused': {
    isAlarm: true,
    say: ({ reason }) => `A new key of a channel does not count: ${VERSION_REASONS[reason] ?? reason}.`,
  },
  'key-version-rolled-back': {
    isAlarm: true,
    say: () => 'The server shows an older key of a channel than before. The newest one counts.',
  },
  'key-version-split': {
    isAlarm: true,
    say: () =>
      'Members have different keys of a channel: the server was put back, or lies. The next message brings a new one.',
  },
  'rotation-blocked': {
    say: ({ deviceIds: { length } }) =>
      `A channel keeps its key, though somebody who had it is gone: ${length} ${length === 1 ? 'device is' : 'devices are'} too old for a new one.`,
  },
  'directory-key-changed': { say: () => "The key of people's names was replaced by another one." },
  'backup-rolled-back': {
    isAlarm: true,
    say: () => 'The server has lost or hidden the newest backup. It is stored again.',
  },
  'store-rolled-back': {
    isAlarm: true,
    say: () =>
      'What this device has stored was put back to what it was, or somebody uses a copy of it. Compare safety numbers again.',
  },
};

const CERTIFICATE_REASONS = {
  signature: 'its certificate is not by the identity that it names',
  outdated: 'it was removed by its owner',
  'other-identity': 'its certificate is by another identity',
};

const MESSAGE_REASONS = {
  signature: 'their device has not signed it',
  'wrong-sender': "somebody else's device has signed it",
  replayed: 'it is a copy of another one',
};

const KEY_REASONS = {
  'unknown-sender': 'whoever sealed it has no registered device',
  undecryptable: 'it was not sealed for this device',
  'wrong-key': 'it does not open the channel',
  'unsigned-sender': 'its owner has not signed the device that sealed it',
};

const VERSION_REASONS = {
  signature: 'the device that is said to have made it has not signed it',
  'other-key': 'it is another one than the one that is known',
  'unknown-maker': 'nobody who can be believed has passed it on',
};

/** Milliseconds to wait for the name of somebody who is new here. */
const NAME_WAIT_MS = 5_000;

/** Calls `tell` with `{ type, event, userId, text, isAlarm }` for every event of NEWS. */
export function onNews(chat, tell) {
  for (const [type, { say, isAlarm = false }] of Object.entries(NEWS)) {
    chat.on(type, async (event) => {
      const userId = event.userId ?? event.known?.userId ?? event.message?.senderId;
      const of = userId === chat.userId ? 'of yours' : userId && `of ${await nameOf(chat, userId)}`;
      tell({ type, event, userId, isAlarm, text: say(event, of, chat) });
    });
  }
}

/** The name to show for a user. */
export async function nameOf(chat, userId) {
  const neutral = `user ${userId.slice(-8)}`;
  const where = (member) => member.userId === userId && member.name !== undefined;
  const told = chat
    .once('member', { where, signal: AbortSignal.timeout(NAME_WAIT_MS) })
    .then(({ name }) => name)
    .catch(() => neutral);
  const members = await chat.members().catch(() => []);
  return members.find(where)?.name ?? told;
}
