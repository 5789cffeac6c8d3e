import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { FramesCheck } from './frames.check.js';

@Module({ imports: [DiscoveryModule], providers: [FramesCheck] })
export class WsModule {}
