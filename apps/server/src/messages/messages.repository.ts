import { Injectable } from '@nestjs/common';
import { In, LessThan, MoreThan } from 'typeorm';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { MessageEntity } from './message.entity.js';
import { MessageOrderEntity } from './message-order.entity.js';

/** A message on its way into the store, which gives it its place in the order. */
export type NewMessage = Omit<MessageEntity, 'orderKey'>;

/** The one key of the `message_order` table. */
const MESSAGE_ORDER = 1;

@Injectable()
export class MessagesRepository {
  constructor(private readonly db: Database) {}

  /** The channel's last messages, or the last ones before an order key; oldest first. */
  async listLast(channelId: string, limit: number, before?: number): Promise<MessageEntity[]> {
    const messages = await this.db.read.find(MessageEntity, {
      where: { channelId, ...(before === undefined ? {} : { orderKey: LessThan(before) }) },
      order: { orderKey: 'DESC' },
      take: limit,
    });
    return messages.reverse();
  }

  /** The channel's first messages after an order key; oldest first. */
  listAfter(channelId: string, limit: number, after: number): Promise<MessageEntity[]> {
    return this.db.read.find(MessageEntity, {
      where: { channelId, orderKey: MoreThan(after) },
      order: { orderKey: 'ASC' },
      take: limit,
    });
  }

  /** The first messages of all channels after an order key; oldest first. */
  listAllAfter(limit: number, after: number): Promise<MessageEntity[]> {
    return this.db.read.find(MessageEntity, {
      where: { orderKey: MoreThan(after) },
      order: { orderKey: 'ASC' },
      take: limit,
    });
  }

  /** The order key of a message, of that channel where one is given. */
  async findOrderKey(id: string, channelId?: string): Promise<number | null> {
    const where = channelId === undefined ? { id } : { id, channelId };
    const message = await this.db.read.findOne(MessageEntity, { select: { orderKey: true }, where });
    return message?.orderKey ?? null;
  }

  /** The last order key whose message is committed, and all before it with it. */
  async lastOrderKey(): Promise<number> {
    const { lastKey } = await this.db.read.findOneByOrFail(MessageOrderEntity, { id: MESSAGE_ORDER });
    return lastKey;
  }

  /**
   * Takes the next order keys, as many as asked for, and answers with the first of them. Nobody else gets keys before
   * this transaction has ended.
   */
  async takeOrderKeys(tx: Transaction, count: number): Promise<number> {
    await tx.manager.increment(MessageOrderEntity, { id: MESSAGE_ORDER }, 'lastKey', count);
    const { lastKey } = await tx.manager.findOneByOrFail(MessageOrderEntity, { id: MESSAGE_ORDER });
    return lastKey - count + 1;
  }

  /** Of these messages, those that are stored already: the same device sent them under the same client id. */
  async findRepeated(tx: Transaction, messages: readonly NewMessage[]): Promise<MessageEntity[]> {
    const named = messages.filter(({ clientId }) => clientId !== null);
    if (named.length === 0) return [];
    return tx.manager.find(MessageEntity, {
      where: named.map(({ senderDeviceId, clientId }) => ({ senderDeviceId, clientId: clientId ?? '' })),
    });
  }

  /** Of these messages, those that are stored; oldest first. */
  findStored(tx: Transaction, messages: readonly NewMessage[]): Promise<MessageEntity[]> {
    return tx.manager.find(MessageEntity, {
      where: { id: In(messages.map(({ id }) => id)) },
      order: { orderKey: 'ASC' },
    });
  }

  /** Stores messages with one statement. */
  async insert(tx: Transaction, messages: readonly MessageEntity[]): Promise<void> {
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(MessageEntity)
      .values([...messages])
      .updateEntity(false)
      .execute();
  }
}
