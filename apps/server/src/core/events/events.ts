import { Injectable } from '@nestjs/common';

/** How an event is made; its class is its type. */
export type EventClass<E extends object> = new (...args: never[]) => E;

/**
 * In-process events, typed by their classes. Publish through `Transaction.publish`, which waits for the commit: what
 * is published has happened.
 */
@Injectable()
export class Events {
  private readonly listeners = new Map<unknown, ((event: object) => void)[]>();

  /** Calls the listener for each event of the class, in the order of the commits. */
  on<E extends object>(type: EventClass<E>, listener: (event: E) => void): void {
    const listeners = this.listeners.get(type) ?? [];
    listeners.push(listener as (event: object) => void);
    this.listeners.set(type, listeners);
  }

  /** Delivers an event to its listeners, synchronously. */
  publish(event: object): void {
    for (const listener of this.listeners.get(event.constructor) ?? []) listener(event);
  }
}
