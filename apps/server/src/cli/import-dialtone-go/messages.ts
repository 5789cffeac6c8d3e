import type { Row } from '../../core/database/tables.js';
import { type Context, idsIn } from './context.js';
import type { GoMessage } from './go-rows.js';
import type { Tally } from './report.js';
import { isId, isMessageBody, Mender, type RefusalRule } from './rules.js';

/** Where messages get their places in the order of all. */
const ORDER_KEYS = { table: 'message_order', column: 'last_key', id: 1 };

/** dialtone-go does not say from which device a message came. */
const NO_DEVICE = '';

/** Stores messages in the order in which they come, behind those that are there. */
export async function takeMessages(context: Context, messages: readonly GoMessage[], tally: Tally): Promise<void> {
  const there = await idsIn(context, 'messages', messages);
  const rows: Row[] = [];
  for (const message of messages) {
    const problem = problemOf(context, message);
    if (problem !== null) tally.refuse(problem);
    else if (there.has(message.id)) tally.isThere();
    else {
      const mender = new Mender();
      rows.push(toMessage(message, mender));
      tally.take(mender.rules);
    }
  }
  if (rows.length > 0) await context.target.append({ table: 'messages', rows }, 'orderKey', ORDER_KEYS);
}

function problemOf({ left }: Context, { id, channel_id, sender_id, body }: GoMessage): RefusalRule | null {
  if (left.channels.has(channel_id) || left.users.has(sender_id)) return 'without_owner';
  if (!isId(id)) return 'invalid_id';
  return isMessageBody(body) ? null : 'invalid_text';
}

function toMessage({ id, channel_id, sender_id, sender_name_enc, body, sent_at }: GoMessage, mender: Mender) {
  return {
    id,
    channelId: channel_id,
    senderId: sender_id,
    senderDeviceId: NO_DEVICE,
    clientId: null,
    senderNameEnc: mender.encryptedName(sender_name_enc),
    body,
    sentAt: mender.time(sent_at).toISOString(),
    proof: null,
  } satisfies Row;
}
