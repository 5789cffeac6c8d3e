import { Injectable } from '@nestjs/common';

/** The class of an event: its type, and whether other nodes get it. */
export interface EventClass<E extends object> {
  new (...args: never[]): E;
  readonly name: string;
  /** Is it delivered on every node, or only where it happened? A shared event must be plain data. */
  readonly isShared: boolean;
}

type Listener = (event: object) => void;

/**
 * In-process events, typed by their classes. Services publish by `Transaction.publish`, which waits for the commit, so
 * a delivered event has really happened.
 */
@Injectable()
export class Events {
  private readonly listeners = new Map<EventClass<object>, Listener[]>();
  private readonly classes = new Map<string, EventClass<object>>();
  private readonly sharers: Listener[] = [];

  /**
   * Calls the listener for each event of the class, in the order of the commits.
   *
   * @throws {Error} when the class does not say whether it is shared, or another class has the same name
   */
  on<E extends object>(type: EventClass<E>, listener: (event: E) => void): void {
    assertDeclared(type);
    if ((this.classes.get(type.name) ?? type) !== type) throw new Error(`two event classes are named ${type.name}`);
    this.classes.set(type.name, type);
    const listeners = this.listeners.get(type) ?? [];
    listeners.push(listener as Listener);
    this.listeners.set(type, listeners);
  }

  /** Calls the listener for each shared event, before those of its class. */
  onShared(listener: Listener): void {
    this.sharers.push(listener);
  }

  /** The shared event class of that name, if anything on this node listens to it. */
  sharedClass(name: string): EventClass<object> | undefined {
    const type = this.classes.get(name);
    return type?.isShared ? type : undefined;
  }

  /**
   * Delivers an event to its listeners, synchronously.
   *
   * @throws {Error} when its class does not say whether it is shared
   */
  publish(event: object): void {
    const type = classOf(event);
    if (type.isShared) for (const share of this.sharers) share(event);
    for (const listener of this.listeners.get(type) ?? []) listener(event);
  }
}

/**
 * The class of an event.
 *
 * @throws {Error} when it does not say whether it is shared
 */
export function classOf(event: object): EventClass<object> {
  const type = event.constructor as EventClass<object>;
  assertDeclared(type);
  return type;
}

function assertDeclared(type: EventClass<object>): void {
  if (typeof type.isShared === 'boolean') return;
  throw new Error(
    `The event ${type.name} says neither that it is shared between nodes nor that it is local: ` +
      'give its class "static readonly isShared = true", or false, in the .events.ts file of its feature',
  );
}
