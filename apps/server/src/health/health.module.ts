import { Feature } from '../core/feature.js';
import { HealthController } from './health.controller.js';

@Feature({ controllers: [HealthController] })
export class HealthModule {}
