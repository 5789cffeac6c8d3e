import { isatty } from 'node:tty';
import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';
import { StartError } from '../config/start-error.js';
import type { LogLevel } from '../config/values.js';

/** Injection token of the server's `Logger`. */
export const LOGGER = Symbol('LOGGER');

/**
 * Fields that must never appear in a log. Bodies and headers are not logged anyway; this is a second line of defence.
 */
const SECRET_FIELDS = ['password', 'token', 'invite_token', 'authorization', 'body', 'envelope', 'envelopes'];

/** The log on standard error: JSON lines or, where somebody reads it on a terminal, laid out for people. */
export async function openLogger(level: LogLevel): Promise<Logger> {
  const destination = pino.destination(2);
  if (!isatty(2)) return createLogger(level, destination);
  // Imported here, so that a server without a terminal does not load it.
  const { prettyFactory } = await import('pino-pretty');
  const layOut = prettyFactory({ translateTime: 'SYS:HH:MM:ss.l' });
  // Not as the stream that it also makes: that would lose the last lines when the process ends.
  return createLogger(level, { write: (line) => destination.write(layOut(line)) });
}

/** The server's logger: JSON lines, by default on standard error. */
export function createLogger(level: LogLevel, destination: DestinationStream = pino.destination(2)): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
      serializers: { err: serializeError },
    },
    destination,
  );
}

/** Logs an error's type, message and stack, but not a failed query's parameters, which are users' data. */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { type, message, stack } = stdSerializers.err(error);
  const code: unknown = 'code' in error ? error.code : undefined;
  return { type, message, stack, ...(typeof code === 'string' ? { code } : {}) };
}

/** Passes Nest's log on to the server's logger; its start-up messages get level `debug`. */
export class FrameworkLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown): void {
    this.logger.debug(String(message));
  }

  warn(message: unknown): void {
    this.logger.warn(String(message));
  }

  error(message: unknown): void {
    if (message instanceof StartError) return; // it is told to the operator, in a line and without a stack
    if (message instanceof Error) this.logger.error({ err: message }, 'framework error');
    else this.logger.error(String(message));
  }
}
