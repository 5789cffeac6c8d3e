import { Controller } from '@nestjs/common';
import type { CreateDeviceRequest, DeleteDeviceInput, Device, DeviceKeyList, ListDeviceKeysInput } from '@app/contract';
import { Caller, Input } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';
import { DevicesService } from './devices.service.js';

@Controller()
export class DevicesController {
  constructor(private readonly devices: DevicesService) {}

  @Operation('createDevice')
  create(@Caller() caller: Caller, @Input() input: CreateDeviceRequest): Promise<Device> {
    return this.devices.create(caller, input);
  }

  @Operation('deleteDevice')
  remove(@Caller() caller: Caller, @Input() input: DeleteDeviceInput): Promise<undefined> {
    return this.devices.remove(caller, input);
  }

  @Operation('listDeviceKeys')
  listKeys(@Caller() caller: Caller, @Input() input: ListDeviceKeysInput): Promise<DeviceKeyList> {
    return this.devices.listKeys(caller, input);
  }
}
