// What each runtime does with the packed SDK: registers, and talks to itself, encrypted.
import { DialtoneClient, isApiError, isConnectionError } from '@dialtone/sdk';
import {
  decryptText,
  encryptText,
  generateKey,
  generateKeyPair,
  openEnvelope,
  sealEnvelope,
} from '@dialtone/sdk/crypto';

/** `redirectUrl` is a server that sends everybody on to another one. Resolves with what it heard. */
export async function converse(baseUrl, invite_token, username, redirectUrl) {
  const client = new DialtoneClient({ baseUrl });
  const { publicKey, privateKey } = await generateKeyPair();
  await client.auth.register({ username, password: 'correct horse 7', public_key: publicKey, invite_token });
  const refused = await client.messages.list({ channel_id: 'none' }).catch((error) => error);
  if (!isApiError(refused, 'channel_not_found')) throw new Error('expected channel_not_found', { cause: refused });

  const astray = new DialtoneClient({ baseUrl: redirectUrl, token: client.token, maxRetries: 0 });
  const redirected = await astray.channels.list().catch((error) => error);
  if (!isConnectionError(redirected)) throw new Error('a redirect was followed', { cause: redirected });

  const key = generateKey();
  const envelope = await sealEnvelope({ key, senderPrivateKey: privateKey, recipientPublicKey: publicKey });
  const opened = await openEnvelope({ envelope, privateKey, senderPublicKey: publicKey });
  if (opened !== key) throw new Error('the envelope holds another key');

  const { channels } = await client.channels.list();
  const realtime = client.realtime();
  const heard = realtime.once('channel.message.new');
  await realtime.connect();
  const sent = await realtime.sendMessage({
    channel_id: channels[0].id,
    body: await encryptText(key, 'hello'),
    sender_name_enc: await encryptText(key, username),
  });
  const { body, message_id } = await heard;
  if (message_id !== sent.message_id) throw new Error('another message was heard');
  await realtime.close();

  let stored = 0;
  for await (const message of client.messages.list({ channel_id: channels[0].id, limit: 1 })) {
    if (message.id === sent.message_id) stored += 1;
  }
  return `${await decryptText(key, body)}, stored ${stored} time`;
}
