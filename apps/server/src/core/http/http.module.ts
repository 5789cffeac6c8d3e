import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { ErrorFilter } from './error.filter.js';
import { OperationGuard } from './operation.guard.js';
import { OperationsCheck } from './operations.check.js';

@Module({
  imports: [DiscoveryModule],
  providers: [
    OperationsCheck,
    { provide: APP_GUARD, useClass: OperationGuard },
    { provide: APP_FILTER, useClass: ErrorFilter },
  ],
})
export class HttpModule {}
