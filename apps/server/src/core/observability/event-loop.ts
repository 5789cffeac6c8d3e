import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';

const TICK_MS = 250;

/** A tick that comes so much too late, in milliseconds, is one of a server that cannot keep up. */
export const LATE_MS = 250;

/** So many late ticks in a row are no pause any more, such as one large answer makes, but an overload. */
const LATE_TICKS = 4;

/** Whether the event loop gets to its work in time. */
@Injectable()
export class EventLoop implements OnModuleInit, OnApplicationShutdown {
  private dueAt = 0;
  private lateTicks = 0;
  private timer: NodeJS.Timeout | undefined;

  /** Has everything been late for a while? */
  get isOverloaded(): boolean {
    return this.lateTicks >= LATE_TICKS;
  }

  onModuleInit(): void {
    this.dueAt = performance.now() + TICK_MS;
    this.timer = setInterval(() => this.tick(), TICK_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    const now = performance.now();
    this.lateTicks = now - this.dueAt > LATE_MS ? this.lateTicks + 1 : 0;
    this.dueAt = now + TICK_MS;
  }
}
