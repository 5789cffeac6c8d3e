import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { operations } from '@app/contract';
import { OPERATION_ID } from './operation.decorator.js';

/** Refuses to boot unless every operation of the contract has exactly one handler, and every handler an operation. */
@Injectable()
export class OperationsCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const handlers = this.handlers();
    const problems = handlers
      .filter(({ operation }) => operation === undefined)
      .map(({ name }) => `${name} serves a route that openapi.yaml does not have; use @Operation`);
    for (const id of Object.keys(operations)) {
      const names = handlers.filter(({ operation }) => operation === id).map(({ name }) => name);
      if (names.length === 0) problems.push(`operation ${id} of openapi.yaml has no handler`);
      if (names.length > 1) problems.push(`operation ${id} has several handlers: ${names.join(', ')}`);
    }
    if (problems.length > 0) throw new Error(`The server does not match its contract:\n  ${problems.join('\n  ')}`);
  }

  /** Every controller method that serves a route, with its operation's id if it has one. */
  private handlers(): { name: string; operation: string | undefined }[] {
    return this.discovery.getControllers().flatMap(({ metatype, name }) => {
      const prototype = (metatype as { prototype?: Record<string, object> } | null)?.prototype;
      if (!prototype) return [];
      return this.scanner
        .getAllMethodNames(prototype)
        .filter((method) => Reflect.hasMetadata('path', prototype[method]))
        .map((method) => ({
          name: `${name}.${method}`,
          operation: Reflect.getMetadata(OPERATION_ID, prototype[method]) as string | undefined,
        }));
    });
  }
}
