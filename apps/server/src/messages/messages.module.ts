import { ChannelsModule } from '../channels/channels.module.js';
import { Feature } from '../core/feature.js';
import { MessageProofs1796200000000 } from './migrations/1796200000000-message-proofs.js';
import { MessageOrderEntity } from './message-order.entity.js';
import { MessageEntity } from './message.entity.js';
import { ChannelsCleaner } from './channels.cleaner.js';
import { MessagesController } from './messages.controller.js';
import { MessagesRepository } from './messages.repository.js';
import { MessagesService } from './messages.service.js';
import { MessageStream } from './messages.stream.js';
import { MessagesWriter } from './messages.writer.js';

@Feature({
  imports: [ChannelsModule],
  controllers: [MessagesController],
  providers: [MessagesService, MessagesRepository, MessageStream, MessagesWriter, ChannelsCleaner],
  exports: [MessagesService],
  entities: [MessageEntity, MessageOrderEntity],
  migrations: [MessageProofs1796200000000],
})
export class MessagesModule {}
