import { Controller } from '@nestjs/common';
import type {
  ChannelList,
  ChannelResponse,
  CreateChannelRequest,
  DeleteChannelInput,
  RenameChannelRequest,
} from '@app/contract';
import { Caller, Input } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';
import { ChannelsService } from './channels.service.js';

@Controller()
export class ChannelsController {
  constructor(private readonly channels: ChannelsService) {}

  @Operation('listChannels')
  list(): Promise<ChannelList> {
    return this.channels.list();
  }

  @Operation('createChannel')
  create(@Caller() caller: Caller, @Input() input: CreateChannelRequest): Promise<ChannelResponse> {
    return this.channels.create(caller, input);
  }

  @Operation('renameChannel')
  rename(@Caller() caller: Caller, @Input() input: RenameChannelRequest): Promise<ChannelResponse> {
    return this.channels.rename(caller, input);
  }

  @Operation('deleteChannel')
  delete(@Caller() caller: Caller, @Input() input: DeleteChannelInput): Promise<undefined> {
    return this.channels.delete(caller, input);
  }
}
