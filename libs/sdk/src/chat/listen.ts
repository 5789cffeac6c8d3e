import { reportError } from './context.js';
import type { SessionParts } from './parts.js';
import { EVERYTHING } from './upkeep.js';

/** Many devices hear the same event at the same time; this spreads out their requests to the server. */
const MS_PER_DEVICE = 20;
const MOST_SPREAD_MS = 5_000;

/** Passes the events of a session's connection to the parts of the session. */
export function listen(parts: SessionParts): void {
  const {
    context,
    connection,
    devices,
    keyring,
    versions,
    sharing,
    channels,
    members,
    timeline,
    upkeep,
    linkRequests,
  } = parts;
  const { emitter } = context;
  const { realtime } = connection;
  const spread = () => Math.random() * Math.min(MS_PER_DEVICE * devices.known.length, MOST_SPREAD_MS);

  realtime.on(
    'channel.message.new',
    ({ message_id: id, sender: sender_id, channel_id, sender_name_enc, body, sent_at, proof }) => {
      const message = { id, channel_id, sender_id, sender_name_enc, body, sent_at };
      timeline.receive(proof === undefined ? message : { ...message, proof });
      if (keyring.present(channel_id) === undefined) upkeep.want(['channels'], spread());
    },
  );
  realtime.on('channel.updated', ({ channel_id, key, is_stale }) => {
    if (is_stale === true || (key?.version ?? 0) !== versions.present(channel_id)) channels.expectNews();
    upkeep.want(['channels'], spread());
  });
  realtime.on('channel.deleted', ({ channel_id }) => channels.remove(channel_id));
  realtime.on('user.profile.updated', () => upkeep.want(['names'], spread()));
  realtime.on('keys.shared', ({ channel_id, version = 0 }) => {
    if (channel_id === undefined) upkeep.want(['names'], spread());
    else if (keyring.key(channel_id, version) === undefined) {
      keyring.expect(channel_id);
      upkeep.want(['channels'], spread());
    }
  });
  const onGone = () => {
    channels.expectNews(); // every channel should have a new key now
    upkeep.want(['devices', 'channels'], spread());
  };
  realtime.on('user.disabled', onGone);
  realtime.on('device.removed', onGone);
  realtime.on('presence.changed', ({ user_id, online }) => members.setOnline(user_id, online));
  realtime.on('device.joined', ({ device_id, sender }) => {
    if (!devices.isRegistered(device_id)) upkeep.want(['devices', 'names'], spread());
    // Its envelopes may have been lost, or replaced by somebody who means harm. Of all who are online, about one helps.
    else if (Math.random() * members.onlineWithout(sender) < 1) {
      sharing.shareAgain(device_id).catch((error: unknown) => reportError(context, error));
    }
  });
  realtime.on('device.certified', () => upkeep.want(['devices'], spread()));
  realtime.on('device.link.requested', ({ device_id }) => linkRequests.announce(device_id));
  realtime.on('resync', () => upkeep.want(EVERYTHING));
  realtime.on('state', (change) => {
    if (change.state === 'connected') linkRequests.lookAgain();
    emitter.emit('state', change);
  });
  realtime.on('gap', (gap) => emitter.emit('gap', gap));
  realtime.on('listener-error', ({ error }) => reportError(context, error));
}
