import { Injectable } from '@nestjs/common';
import { Database } from '../core/database/database.js';
import type { Transaction } from '../core/database/transaction.js';
import { MessageEntity } from './message.entity.js';

/** A message on its way into the store, which gives it its place in the order. */
export type NewMessage = Omit<MessageEntity, 'orderKey'>;

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

  /** Stores messages with one statement, in the order given. */
  async insert(tx: Transaction, messages: readonly NewMessage[]): Promise<void> {
    await tx.manager
      .createQueryBuilder()
      .insert()
      .into(MessageEntity)
      .values([...messages])
      .updateEntity(false)
      .execute();
  }
}
