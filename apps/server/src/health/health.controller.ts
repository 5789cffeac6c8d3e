import { Controller } from '@nestjs/common';
import type { ReadinessReport, RequestOrigin } from '@app/contract';
import { Origin } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';
import { ReadinessService } from './readiness.service.js';

@Controller()
export class HealthController {
  constructor(private readonly readiness: ReadinessService) {}

  @Operation('checkHealth')
  check(): Promise<'ok'> {
    return Promise.resolve('ok');
  }

  @Operation('checkLiveness')
  live(): Promise<'ok'> {
    return Promise.resolve('ok');
  }

  @Operation('checkReadiness')
  ready(): Promise<ReadinessReport> {
    return this.readiness.check();
  }

  @Operation('describeRequest')
  describe(@Origin() { address, peer, is_forwarded }: Origin): Promise<RequestOrigin> {
    return Promise.resolve({ address, peer, is_forwarded });
  }
}
