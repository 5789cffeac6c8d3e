import { Global, Module } from '@nestjs/common';
import { Backplane } from './backplane.js';

@Global()
@Module({ providers: [Backplane], exports: [Backplane] })
export class BackplaneModule {}
