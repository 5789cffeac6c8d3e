import type { SendChannelMessage } from '@dialtone/sdk';
import type { Person } from './people.js';

/** A ciphertext, as far as the server can tell. */
export const NAME_ENC = 'q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=';

/** An id that does not exist. */
export const NO_ID = '0198f6a3-0000-7000-8000-000000000000';

/** Makes a channel as an admin; returns its id. */
export async function makeChannel(admin: Person, nameEnc = NAME_ENC): Promise<string> {
  const { channel } = await admin.client.channels.create({ name_enc: nameEnc });
  return channel.id;
}

/** A frame that sends a message to a channel. */
export function saying(channelId: string, body: string): SendChannelMessage {
  return { type: 'channel.message.send', channel_id: channelId, body, sender_name_enc: NAME_ENC };
}
