import { Feature } from '../core/feature.js';
import { HealthController } from './health.controller.js';
import { ReadinessService } from './readiness.service.js';

@Feature({
  controllers: [HealthController],
  providers: [ReadinessService],
  exports: [ReadinessService], // for the stop
})
export class HealthModule {}
