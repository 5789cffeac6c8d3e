import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { Database } from '../core/database/database.js';
import { insertRows, selectRows } from '../core/database/rows.js';
import type { Counter } from '../core/database/data-sources.js';
import type { Transaction } from '../core/database/transaction.js';
import { MessageEntity } from './message.entity.js';
import { MessageOrderEntity } from './message-order.entity.js';

/** A message that is not stored yet, so it has no place in the order. */
export type NewMessage = Omit<MessageEntity, 'orderKey'>;

/** The columns of a message in a list. */
const LISTED = ['orderKey', 'id', 'channelId', 'senderId', 'senderNameEnc', 'body', 'sentAt', 'proof'] as const;
export type ListedMessage = Pick<MessageEntity, (typeof LISTED)[number]>;

/** A place in the order of a channel's messages: a message's id, or its order key. */
export type Place = string | number;

/** Where the order keys come from. */
const ORDER_KEYS: Counter = { table: 'message_order', column: 'last_key', id: 1 };

@Injectable()
export class MessagesRepository {
  constructor(private readonly db: Database) {}

  /** The channel's last messages, or the last ones before one of its messages; newest first. */
  listBefore(channelId: string, limit: number, before?: Place): Promise<ListedMessage[]> {
    const [until, cursor] = before === undefined ? ['', []] : placed('AND order_key <', before, channelId);
    return this.select(`WHERE channel_id = ? ${until} ORDER BY order_key DESC LIMIT ?`, [channelId, ...cursor, limit]);
  }

  /** The channel's first messages after one of its messages; oldest first. */
  listAfter(channelId: string, limit: number, after: Place): Promise<ListedMessage[]> {
    const [from, cursor] = placed('AND order_key >', after, channelId);
    return this.select(`WHERE channel_id = ? ${from} ORDER BY order_key LIMIT ?`, [channelId, ...cursor, limit]);
  }

  /** The first messages of all channels after an order key; oldest first. */
  listAllAfter(limit: number, after: number): Promise<ListedMessage[]> {
    return this.select('WHERE order_key > ? ORDER BY order_key LIMIT ?', [after, limit]);
  }

  /** The order key of a message, in that channel if one is given; null when there is no such message. */
  async findOrderKey(id: string, channelId?: string): Promise<number | null> {
    const where = channelId === undefined ? { id } : { id, channelId };
    const message = await this.db.read.findOne(MessageEntity, { select: { orderKey: true }, where });
    return message?.orderKey ?? null;
  }

  /** The last order key that is committed; so are all before it. */
  async lastOrderKey(): Promise<number> {
    const { lastKey } = await this.db.read.findOneOrFail(MessageOrderEntity, {
      select: { lastKey: true },
      where: { id: ORDER_KEYS.id },
    });
    return lastKey;
  }

  /**
   * Takes the next `count` order keys and returns the first of them. Nobody else gets keys until this transaction has
   * ended.
   */
  async takeOrderKeys(tx: Transaction, count: number): Promise<number> {
    return (await this.db.increment(tx, ORDER_KEYS, count)) - count + 1;
  }

  /** The stored ones among these messages: the same device sent them before, under the same client id. */
  async findRepeated(tx: Transaction, messages: readonly NewMessage[]): Promise<MessageEntity[]> {
    const named = messages.filter(({ clientId }) => clientId !== null);
    if (named.length === 0) return [];
    return tx.manager.find(MessageEntity, {
      where: named.map(({ senderDeviceId, clientId }) => ({ senderDeviceId, clientId: clientId ?? '' })),
    });
  }

  /**
   * Stores messages under the next order keys, in a transaction of its own, and delivers the events about them.
   *
   * @throws {RefusedRows} when a message is stored already, or its channel does not exist; then none is stored
   */
  async append(
    messages: readonly NewMessage[],
    toEvents: (messages: readonly MessageEntity[]) => readonly object[],
  ): Promise<void> {
    await this.db.append(
      { counter: ORDER_KEYS, entity: MessageEntity, property: 'orderKey', rows: messages },
      (first) => toEvents(messages.map((message, index) => ({ ...message, orderKey: first + index }))),
    );
  }

  /** Stores messages with one statement. */
  insert(tx: Transaction, messages: readonly MessageEntity[]): Promise<void> {
    return insertRows(tx.manager, MessageEntity, messages);
  }

  /** Deletes at most `count` of a channel's messages, the first ones; false when there were none. */
  async deleteFirst(tx: Transaction, channelId: string, count: number): Promise<boolean> {
    const first = await tx.manager.find(MessageEntity, {
      select: { orderKey: true },
      where: { channelId },
      order: { orderKey: 'ASC' },
      take: count,
    });
    const last = first.at(-1);
    if (!last) return false;
    await tx.manager.delete(MessageEntity, { channelId, orderKey: LessThanOrEqual(last.orderKey) });
    return true;
  }

  private select(rest: string, parameters: readonly (string | number)[]): Promise<ListedMessage[]> {
    return selectRows(this.db.read, MessageEntity, rest, parameters, LISTED);
  }
}

/** Compares with a place; there is nothing before or after a message that is not the channel's. */
function placed(comparison: string, place: Place, channelId: string): [sql: string, parameters: (string | number)[]] {
  if (typeof place === 'number') return [`${comparison} ?`, [place]];
  return [`${comparison} (SELECT order_key FROM messages WHERE id = ? AND channel_id = ?)`, [place, channelId]];
}
