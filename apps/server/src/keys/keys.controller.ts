import { Controller } from '@nestjs/common';
import type {
  ChannelKey,
  ChannelResponse,
  CreateKeyVersionRequest,
  DirectoryKey,
  OperationInput,
  PutChannelKeysRequest,
  PutDirectoryKeysRequest,
  RequestRotationRequest,
  Status,
} from '@app/contract';
import { Caller, Input } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';
import { KeysService } from './keys.service.js';

@Controller()
export class KeysController {
  constructor(private readonly keys: KeysService) {}

  @Operation('getChannelKey')
  getChannelKey(@Caller() caller: Caller, @Input() input: OperationInput<'getChannelKey'>): Promise<ChannelKey> {
    return this.keys.getChannelKey(caller, input);
  }

  @Operation('putChannelKeys')
  putChannelKeys(@Caller() caller: Caller, @Input() input: PutChannelKeysRequest): Promise<Status> {
    return this.keys.putChannelKeys(caller, input);
  }

  @Operation('createKeyVersion')
  createKeyVersion(@Caller() caller: Caller, @Input() input: CreateKeyVersionRequest): Promise<ChannelResponse> {
    return this.keys.createKeyVersion(caller, input);
  }

  @Operation('requestRotation')
  requestRotation(@Input() input: RequestRotationRequest): Promise<Status> {
    return this.keys.requestRotation(input);
  }

  @Operation('getDirectoryKey')
  getDirectoryKey(@Caller() caller: Caller): Promise<DirectoryKey | undefined> {
    return this.keys.getDirectoryKey(caller);
  }

  @Operation('putDirectoryKeys')
  putDirectoryKeys(@Caller() caller: Caller, @Input() input: PutDirectoryKeysRequest): Promise<Status> {
    return this.keys.putDirectoryKeys(caller, input);
  }
}
