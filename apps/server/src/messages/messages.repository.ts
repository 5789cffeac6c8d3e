import { Injectable } from '@nestjs/common';
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

  /** The channel's last messages, oldest first. */
  async listLast(channelId: string, limit: number): Promise<MessageEntity[]> {
    const messages = await this.db.read.find(MessageEntity, {
      where: { channelId },
      order: { orderKey: 'DESC' },
      take: limit,
    });
    return messages.reverse();
  }

  /** Takes the next order keys, as many as asked for, and answers with the first of them. */
  async takeOrderKeys(tx: Transaction, count: number): Promise<number> {
    await tx.manager.increment(MessageOrderEntity, { id: MESSAGE_ORDER }, 'lastKey', count);
    const { lastKey } = await tx.manager.findOneByOrFail(MessageOrderEntity, { id: MESSAGE_ORDER });
    return Number(lastKey) - count + 1;
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
