import { Controller } from '@nestjs/common';
import type { RequestOrigin } from '@app/contract';
import { Origin } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';

@Controller()
export class HealthController {
  @Operation('checkHealth')
  check(): Promise<'ok'> {
    return Promise.resolve('ok');
  }

  @Operation('describeRequest')
  describe(@Origin() { address, peer, is_forwarded }: Origin): Promise<RequestOrigin> {
    return Promise.resolve({ address, peer, is_forwarded });
  }
}
