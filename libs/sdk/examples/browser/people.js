// Who is here, what is known of their identities, and how to verify one or accept a new one.
import { nameOf } from '../news.mjs';
import { $, make, onClick, onSubmit, openDialog } from '../page.mjs';
import { trustMark } from '../trust-mark.mjs';
import { drawQr, onScan } from './qr.js';

/** Shows everyone in the list. Returns what opens the dialog of one of them. */
export function showPeople(chat) {
  let current; // whose dialog it is
  let claimed; // the identity that the server named for them when it was filled

  // 1. The list, as it is now.
  async function list() {
    const members = await chat.members();
    members.sort((a, b) => Number(b.online) - Number(a.online));
    $('people').replaceChildren(...members.map(itemOf));
  }

  function itemOf({ userId, name, online }) {
    const label = userId === chat.userId ? `${chat.displayName} (you)` : (name ?? `user ${userId.slice(-8)}`);
    const button = make('button', { type: 'button', textContent: label });
    onClick(button, () => open(userId));
    const presence = make('span', { className: 'presence', textContent: online ? 'online' : 'away' });
    return make('li', {}, button, ' ', trustMark(chat, userId), ' ', presence);
  }

  const refresh = () => void list().catch(() => undefined); // the next news tries again
  for (const type of ['member', 'presence', 'device-new', 'device-gone']) chat.on(type, refresh);
  chat.on('state', ({ state }) => state === 'connected' && refresh());
  chat.on('trust', ({ userId }) => {
    if ($('person').open && current === userId) void fill(userId).catch(() => undefined);
  });

  // 2. One of them: only the sections for what is known of them are shown.
  async function open(userId) {
    current = userId;
    const dialog = openDialog('person');
    $('verify').reset();
    await fill(userId);
    dialog.scrollTop = 0;
  }

  async function fill(userId) {
    const state = chat.trust.stateOf(userId);
    const isSelf = userId === chat.userId;
    const name = isSelf ? 'You' : await nameOf(chat, userId);
    if (current !== userId) return;
    claimed = chat.trust.claimedIdentityOf(userId);
    $('person-name').textContent = name;
    $('person-mark').replaceChildren(trustMark(chat, userId));
    for (const section of $('person').querySelectorAll('[data-for]'))
      section.hidden = !section.dataset.for.split(' ').includes(state) || (isSelf && state !== 'changed');
    $('changed-text').textContent = isSelf ? OWN_CHANGED : changedText(name);
    if (state === 'none') $('fingerprint').textContent = await chat.fingerprintOf(userId);
    else if (state !== 'changed' && !isSelf) {
      drawQr($('person-qr'), chat.trust.qrText(userId), `QR code for ${name}`);
      $('safety-number').textContent = await chat.trust.safetyNumber(userId);
    }
    await listDevices(userId);
  }

  const say = (text) => ($('person').querySelector('[role=status]').textContent = text);

  // 3. What can be decided there. The event `trust` follows, and fills the dialog anew.
  async function verify(text) {
    await chat.verify(current, text);
    say('It is the same. Verified.');
  }
  onSubmit('verify', ({ number }) => verify(number));
  onScan('scan-person', verify);
  onClick($('same'), () => chat.verify(current));
  onClick($('unverify'), async () => {
    await chat.trust.unverify(current);
    say('');
  });
  onClick($('accept'), async () => {
    await chat.trust.accept(current, claimed);
    say(current === chat.userId ? 'Accepted. Link this device now.' : 'Accepted. Compare the new safety number.');
  });

  // 4. Their devices; one's own can be removed.
  async function listDevices(userId) {
    const { keys } = await chat.client.devices.listKeys({ all: '1' });
    const devices = keys.filter(({ user_id }) => user_id === userId);
    if (current === userId) $('devices').replaceChildren(...devices.map(deviceItem));
  }

  function deviceItem({ device_id: id, user_id }) {
    const isThis = id === chat.deviceId;
    const isSigned = chat.trust.isSigned(id);
    const mark = make('span', { className: 'mark', textContent: isSigned ? 'signed' : 'not signed' });
    mark.dataset.state = isSigned ? 'verified' : 'none';
    const item = make('li', {}, make('code', { textContent: id.slice(-8) }), isThis ? ' (this one) ' : ' ', mark);
    if (user_id !== chat.userId || isThis) return item;
    const button = make('button', { type: 'button', textContent: 'Remove' });
    button.setAttribute('aria-label', `Remove the device ${id.slice(-8)}`);
    onClick(button, async () => {
      if (!confirm('Remove this device? It is logged out, and gets no more keys.')) return;
      await chat.removeDevice(id);
      await listDevices(user_id);
    });
    item.append(' ', button);
    return item;
  }

  refresh();
  return open;
}

const OWN_CHANGED =
  'The server names another identity for you. If you have made a new one on another device, accept it: this device gives ' +
  'up the old one and is to be linked again. If you have not, somebody means harm: accept nothing.';

function changedText(name) {
  return (
    `The server names another identity for ${name}. Either ${name} has lost all devices and began anew, or the server lies. ` +
    `Ask ${name} first, in person or by phone. Until you accept it, nothing is shared with ${name}, and no key of theirs is taken.`
  );
}
