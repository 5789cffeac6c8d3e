import { Injectable } from '@nestjs/common';
import { type ErrorCode, errors, type OperationId, operations } from '@app/contract';
import { Buckets, type Counts, zeroes } from '../observability/counts.js';

/** In seconds. */
const DURATIONS = [0.005, 0.025, 0.1, 0.25, 1, 2.5, 10];

/** What is no operation: pages, and paths that there are not. */
export const NO_OPERATION = 'none';

/** The answers to one operation. */
class Answers {
  readonly byStatus = new Map<number, number>();
  readonly seconds = new Buckets(DURATIONS);
}

/** The HTTP requests since the start. */
@Injectable()
export class RequestCounts {
  readonly byOperation = Object.fromEntries(
    [...Object.keys(operations), NO_OPERATION].map((id) => [id, new Answers()]),
  ) as Readonly<Record<OperationId | typeof NO_OPERATION, Answers>>;
  readonly refused: Counts<ErrorCode> = zeroes(Object.keys(errors) as ErrorCode[]);

  /** @param code of the error that was answered */
  answered(id: OperationId | typeof NO_OPERATION, status: number, ms: number, code: ErrorCode | undefined): void {
    const { byStatus, seconds } = this.byOperation[id];
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
    seconds.observe(ms / 1000);
    if (code !== undefined) this.refused[code]++;
  }
}
