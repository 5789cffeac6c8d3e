import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { type HealthCheck, type HealthCheckName, OtherAnswer, type ReadinessReport } from '@app/contract';
import { Backplane } from '../core/backplane/backplane.js';
import { type Config, CONFIG } from '../core/config/config.js';
import { Database } from '../core/database/database.js';
import { EventLoop } from '../core/observability/event-loop.js';

/** How old the checks may be: whoever asks more often costs nothing. */
const FRESH_MS = 1000;

/** How long a check may take; those who ask often wait no longer than a second. */
export const PATIENCE_MS = 800;

/** With less room than this, in bytes, the disk of the embedded database counts as full. */
export const LEAST_FREE_BYTES = 64 * 1024 * 1024;

/** Why a check is not ok, in words for everyone; null for one that is. */
type Reason = string | null;

const AWAY = 'the database does not answer';

/**
 * Whether the server should be sent new clients. The reasons are for strangers too: they name no host, path or failure.
 */
@Injectable()
export class ReadinessService {
  /** Is the server about to stop? */
  isStopping = false;
  private checks: Promise<readonly HealthCheck[]> | undefined;
  private checkedAt = -Infinity;
  private migrations: Promise<Reason> | undefined;
  private room: Promise<number> | undefined;
  private lastRoom = NaN;

  constructor(
    private readonly db: Database,
    private readonly backplane: Backplane,
    private readonly eventLoop: EventLoop,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What was found free on the disk of the embedded database at the last check, in bytes; NaN when it is not known. */
  get freeBytes(): number {
    return this.lastRoom;
  }

  /** The report; while something is wrong it is the answer under the other status. */
  async check(): Promise<ReadinessReport> {
    const report = await this.report();
    if (report.status === 'unready') throw new OtherAnswer(report);
    return report;
  }

  /** How everything is, as of at most a second ago, and whether the server stops, as of now. */
  async report(): Promise<ReadinessReport> {
    const now = performance.now();
    if (this.checks === undefined || now - this.checkedAt >= FRESH_MS) {
      this.checkedAt = now;
      this.checks = this.checkAll();
    }
    const checks = [
      ...(await this.checks),
      toCheck('stopping', this.isStopping ? 'the server is about to stop' : null),
    ];
    return { status: checks.every(({ ok }) => ok) ? 'ready' : 'unready', checks };
  }

  private async checkAll(): Promise<HealthCheck[]> {
    const [migrations, disk] = await Promise.all([this.checkMigrations(), this.checkDisk()]);
    const { trouble } = this.db;
    const database = trouble === null ? (migrations === AWAY ? AWAY : null) : `the database is ${trouble}`;
    return [
      toCheck('database', database),
      toCheck('migrations', migrations === AWAY ? `unknown, as ${AWAY}` : migrations),
      toCheck('redis', this.backplane.isAway ? 'Redis is away: other servers cannot be reached' : null),
      toCheck('disk', disk),
      toCheck('event_loop', this.eventLoop.isOverloaded ? 'the server is overloaded: everything is late' : null),
    ];
  }

  /** A question that hangs is not asked again: it would only take one more connection. */
  private checkMigrations(): Promise<Reason> {
    this.migrations ??= this.askForMigrations().finally(() => (this.migrations = undefined));
    return inTime(this.migrations, AWAY);
  }

  private async askForMigrations(): Promise<Reason> {
    try {
      if ((await this.db.countMissingMigrations()) === 0) return null;
    } catch (error) {
      if (this.db.isOutage(error)) return AWAY;
    }
    return 'the database is not migrated as this server needs it';
  }

  /** A database server looks after its own disk. */
  private async checkDisk(): Promise<Reason> {
    const { database } = this.config;
    if (database.kind !== 'sqlite') return null;
    this.room ??= freeBytesAt(dirname(database.path)).finally(() => (this.room = undefined));
    this.lastRoom = await inTime(this.room, NaN);
    return this.lastRoom >= LEAST_FREE_BYTES ? null : 'there is no room left on the disk, or it does not answer';
  }
}

function toCheck(name: HealthCheckName, reason: Reason): HealthCheck {
  return { name, ok: reason === null, ...(reason !== null && { reason }) };
}

async function freeBytesAt(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return NaN;
  }
}

/** What the work resolves with or, when it takes too long, this. */
async function inTime<T>(work: Promise<T>, late: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<T>((resolve) => (timer = setTimeout(() => resolve(late), PATIENCE_MS)));
  try {
    return await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}
