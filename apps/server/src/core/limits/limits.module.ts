import { Global, Module } from '@nestjs/common';
import { Attempts } from './attempts.js';
import { SharedFailures } from './shared-failures.js';

@Global()
@Module({ providers: [Attempts, SharedFailures], exports: [Attempts] })
export class LimitsModule {}
