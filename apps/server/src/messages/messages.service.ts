import { Injectable } from '@nestjs/common';
import {
  type ChannelMessageAck,
  DialtoneError,
  type MessageList,
  type MessageSync,
  type OperationInput,
  proofProblem,
  type SendChannelMessage,
} from '@app/contract';
import { ChannelsService } from '../channels/channels.service.js';
import type { Caller } from '../core/access/caller.js';
import { now } from '../core/security/clock.js';
import { newId } from '../core/security/tokens.js';
import type { MessageEntity } from './message.entity.js';
import { proofText, toAck, toMessage } from './message.mapper.js';
import { readPage } from './message-page.js';
import { MessagesRepository } from './messages.repository.js';
import { MessagesWriter } from './messages.writer.js';

@Injectable()
export class MessagesService {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly writer: MessagesWriter,
    private readonly channels: ChannelsService,
  ) {}

  /**
   * Stores a message; resolves once it is durable, with the acknowledgement if the sender asked for one by a
   * `client_id`. The event `MessageStored` tells the others.
   */
  async send(caller: Caller, frame: SendChannelMessage): Promise<ChannelMessageAck | null> {
    const problem = proofProblem(frame, caller.deviceId);
    if (problem !== null) throw new DialtoneError('invalid_message', problem);
    const stored = await this.writer.store({
      id: newId(),
      channelId: frame.channel_id,
      senderId: caller.userId,
      senderDeviceId: caller.deviceId,
      clientId: frame.client_id ?? null,
      senderNameEnc: frame.sender_name_enc,
      body: frame.body,
      sentAt: now().toISOString(),
      proof: proofText(frame),
    });
    return frame.client_id === undefined ? null : toAck(stored, frame.client_id);
  }

  /** A page of the channel's messages, oldest first: the last ones, or those before or after a message. */
  async list(input: OperationInput<'listMessages'>): Promise<MessageList> {
    const { channel_id, limit, before, after } = input;
    if (this.channels.isDeleted(channel_id)) throw new DialtoneError('channel_not_found');
    const { messages, hasMore } = await readPage(limit, (count, from) =>
      after === undefined
        ? this.messages.listBefore(channel_id, count, from ?? before)
        : this.messages.listAfter(channel_id, count, from ?? after),
    );
    if (messages.length === 0) {
      // Otherwise channel and cursor certainly exist.
      await this.channels.assertExists(channel_id);
      const cursor = before ?? after;
      if (cursor !== undefined) await this.cursor(cursor, channel_id);
    }
    if (after === undefined) messages.reverse();
    return { channel_id, messages: messages.map(toMessage), has_more: hasMore };
  }

  /** The messages of all channels after a cursor; without one, none, and the current cursor. */
  async sync({ since, limit }: OperationInput<'syncMessages'>): Promise<MessageSync> {
    if (since === undefined) {
      return { messages: [], next: String(await this.messages.lastOrderKey()), has_more: false };
    }
    const after = /^\d{1,15}$/.test(since) ? Number(since) : await this.cursor(since);
    const { messages, hasMore } = await readPage(limit, (count, from) =>
      this.messages.listAllAfter(count, from ?? after),
    );
    return {
      messages: messages.filter(({ channelId }) => !this.channels.isDeleted(channelId)).map(toMessage),
      next: String(messages.at(-1)?.orderKey ?? after),
      has_more: hasMore,
    };
  }

  private async cursor(id: string, channelId?: string): Promise<MessageEntity['orderKey']> {
    const orderKey = await this.messages.findOrderKey(id, channelId);
    if (orderKey === null) throw new DialtoneError('cursor_not_found');
    return orderKey;
  }
}
