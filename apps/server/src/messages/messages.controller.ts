import { Controller } from '@nestjs/common';
import type { MessageList, MessageSync, OperationInput } from '@app/contract';
import { Input } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';
import { MessagesService } from './messages.service.js';

@Controller()
export class MessagesController {
  constructor(private readonly messages: MessagesService) {}

  @Operation('listMessages')
  list(@Input() input: OperationInput<'listMessages'>): Promise<MessageList> {
    return this.messages.list(input);
  }

  @Operation('syncMessages')
  sync(@Input() input: OperationInput<'syncMessages'>): Promise<MessageSync> {
    return this.messages.sync(input);
  }
}
