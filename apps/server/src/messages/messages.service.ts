import { Injectable } from '@nestjs/common';
import type { ListMessagesParams, MessageList, SendChannelMessage } from '@app/contract';
import { ChannelsService } from '../channels/channels.service.js';
import type { Caller } from '../core/access/caller.js';
import { now } from '../core/security/clock.js';
import { newId } from '../core/security/tokens.js';
import { toMessage } from './message.mapper.js';
import { MessagesRepository } from './messages.repository.js';
import { MessagesWriter } from './messages.writer.js';

@Injectable()
export class MessagesService {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly writer: MessagesWriter,
    private readonly channels: ChannelsService,
  ) {}

  /** Stores a message; resolves once it is durable. `MessageStored` tells the others. */
  send(caller: Caller, frame: SendChannelMessage): Promise<void> {
    return this.writer.store({
      id: newId(),
      channelId: frame.channel_id,
      senderId: caller.userId,
      senderNameEnc: frame.sender_name_enc,
      body: frame.body,
      sentAt: now(),
    });
  }

  /** The channel's last messages, oldest first. */
  async list(input: ListMessagesParams): Promise<MessageList> {
    await this.channels.assertExists(input.channel_id);
    const messages = await this.messages.listLast(input.channel_id, input.limit);
    return { channel_id: input.channel_id, messages: messages.map(toMessage) };
  }
}
