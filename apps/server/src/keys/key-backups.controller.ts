import { Controller } from '@nestjs/common';
import type { KeyBackup, PutKeyBackupRequest, Status } from '@app/contract';
import { Caller, Input } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';
import { KeyBackupsService } from './key-backups.service.js';

@Controller()
export class KeyBackupsController {
  constructor(private readonly backups: KeyBackupsService) {}

  @Operation('getKeyBackup')
  get(@Caller() caller: Caller): Promise<KeyBackup> {
    return this.backups.get(caller);
  }

  @Operation('putKeyBackup')
  put(@Caller() caller: Caller, @Input() input: PutKeyBackupRequest): Promise<Status> {
    return this.backups.put(caller, input);
  }

  @Operation('deleteKeyBackup')
  delete(@Caller() caller: Caller): Promise<undefined> {
    return this.backups.delete(caller);
  }
}
