import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import { clientIdOf, DialtoneError, errorEvent, errors, validate } from '@app/contract';
import type { Logger } from 'pino';
import { Database } from '../core/database/database.js';
import { toDialtoneError } from '../core/errors/to-dialtone-error.js';
import { LOGGER } from '../core/observability/logger.js';
import type { Connection } from './connection.js';

/** Answers a frame that failed with an `error` event; the connection stays open. */
@Catch()
export class FrameErrorFilter implements ExceptionFilter {
  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  catch(failure: unknown, host: ArgumentsHost): void {
    const error = forFrames(toDialtoneError(failure));
    if (error.code === 'server_unavailable') this.database.refused(failure);
    if (error.code === 'server_error') this.logger.error({ err: failure }, 'frame failed');
    const ws = host.switchToWs();
    // The frame whose handler failed, or the FrameError of a frame that was refused before that.
    const client_id = clientIdOf(ws.getData<object>(), validate);
    ws.getClient<Connection>().send(errorEvent(error, client_id));
  }
}

/** A code for HTTP only should never get here, so it becomes a server error. */
function forFrames(error: DialtoneError): DialtoneError {
  return errors[error.code].frame ? error : new DialtoneError('server_error');
}
