import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { timeText } from '../core/database/time-text.js';

/** A stored message; body and sender name are ciphertext. */
@Entity('messages')
@Index('messages_client_id', ['senderDeviceId', 'clientId'], { unique: true })
@Index('messages_channel_order', ['channelId', 'orderKey'])
export class MessageEntity {
  /** Its place in the order of all messages, taken from `MessageOrderEntity` in the same transaction. */
  @PrimaryColumn({ name: 'order_key', type: 'bigint', primaryKeyConstraintName: 'pk_messages' })
  orderKey: number;

  @Index('messages_id', { unique: true })
  @Column({ type: 'varchar', length: 36 })
  id: string;

  @ForeignKey('channels', { name: 'fk_messages_channel', onDelete: 'CASCADE' })
  @Column({ name: 'channel_id', type: 'varchar', length: 36 })
  channelId: string;

  @ForeignKey('users', { name: 'fk_messages_sender' })
  @Index('messages_sender')
  @Column({ name: 'sender_id', type: 'varchar', length: 36 })
  senderId: string;

  /** No foreign key: messages stay when their sender's device is removed. Empty for those of dialtone-go, which has none. */
  @Column({ name: 'sender_device_id', type: 'varchar', length: 36 })
  senderDeviceId: string;

  /** The sender's name for the message, unique for each device, so that sending it again stores nothing. */
  @Column({ name: 'client_id', type: 'varchar', length: 36, nullable: true })
  clientId: string | null;

  @Column({ name: 'sender_name_enc', type: 'text' })
  senderNameEnc: string;

  @Column({ type: 'text' })
  body: string;

  @Column({ name: 'sent_at', type: 'datetime', precision: 6, transformer: timeText })
  sentAt: string;

  /** The signature of the sending device, if it signed the message: see `toProof`. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  proof: string | null;
}
