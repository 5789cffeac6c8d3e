import { Controller } from '@nestjs/common';
import type {
  AnswerDeviceLinkRequest,
  DeviceLink,
  GetDeviceLinkInput,
  RequestDeviceLinkRequest,
  Status,
} from '@app/contract';
import { Caller, Input } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';
import { LinksService } from './links.service.js';

@Controller()
export class LinksController {
  constructor(private readonly links: LinksService) {}

  @Operation('requestDeviceLink')
  request(@Caller() caller: Caller, @Input() input: RequestDeviceLinkRequest): Promise<Status> {
    return this.links.request(caller, input);
  }

  @Operation('getDeviceLink')
  find(@Caller() caller: Caller, @Input() input: GetDeviceLinkInput): Promise<DeviceLink> {
    return this.links.find(caller, input);
  }

  @Operation('answerDeviceLink')
  answer(@Caller() caller: Caller, @Input() input: AnswerDeviceLinkRequest): Promise<Status> {
    return this.links.answer(caller, input);
  }
}
