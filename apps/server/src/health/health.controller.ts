import { Controller } from '@nestjs/common';
import { Operation } from '../core/http/operation.decorator.js';

@Controller()
export class HealthController {
  @Operation('checkHealth')
  check(): Promise<'ok'> {
    return Promise.resolve('ok');
  }
}
