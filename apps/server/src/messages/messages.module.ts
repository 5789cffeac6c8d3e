import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/channels.module.js';
import { MessagesCleaner } from './messages.cleaner.js';
import { MessagesController } from './messages.controller.js';
import { MessagesRepository } from './messages.repository.js';
import { MessagesService } from './messages.service.js';
import { MessageStream } from './messages.stream.js';
import { MessagesWriter } from './messages.writer.js';

@Module({
  imports: [ChannelsModule],
  controllers: [MessagesController],
  providers: [MessagesService, MessagesRepository, MessageStream, MessagesWriter, MessagesCleaner],
  exports: [MessagesService],
})
export class MessagesModule {}
