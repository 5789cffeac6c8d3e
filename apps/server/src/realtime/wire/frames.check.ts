import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { clientFrames } from '@app/contract';
import { REFUSED_FRAME } from './parse-frame.js';

/** Metadata key under which @SubscribeMessage keeps the pattern of a gateway method. */
const PATTERN_METADATA = 'message';

/** Refuses to boot unless every frame that a client may send has exactly one handler. */
@Injectable()
export class FramesCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const handlers = this.handlers();
    const problems = [...Object.keys(clientFrames), REFUSED_FRAME].flatMap((type) => {
      const names = handlers.filter((handler) => handler.pattern === type).map(({ name }) => name);
      if (names.length === 0) return [`frame ${type} of asyncapi.yaml has no handler`];
      return names.length > 1 ? [`frame ${type} has several handlers: ${names.join(', ')}`] : [];
    });
    if (problems.length > 0) throw new Error(`The gateway does not match its contract:\n  ${problems.join('\n  ')}`);
  }

  private handlers(): { name: string; pattern: string }[] {
    return this.discovery.getProviders().flatMap(({ metatype, name }) => {
      const prototype = (metatype as { prototype?: Record<string, object> } | null)?.prototype;
      if (!prototype) return [];
      return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
        const pattern = Reflect.getMetadata(PATTERN_METADATA, prototype[method]) as unknown;
        return typeof pattern === 'string' ? [{ name: `${String(name)}.${method}`, pattern }] : [];
      });
    });
  }
}
