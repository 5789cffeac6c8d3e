import { Controller } from '@nestjs/common';
import { ListMessagesParams, type MessageList, type MessageSync, SyncMessagesParams } from '@app/contract';
import { Input } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';
import { MessagesService } from './messages.service.js';

@Controller()
export class MessagesController {
  constructor(private readonly messages: MessagesService) {}

  @Operation('listMessages')
  list(@Input() input: ListMessagesParams): Promise<MessageList> {
    return this.messages.list(input);
  }

  @Operation('syncMessages')
  sync(@Input() input: SyncMessagesParams): Promise<MessageSync> {
    return this.messages.sync(input);
  }
}
