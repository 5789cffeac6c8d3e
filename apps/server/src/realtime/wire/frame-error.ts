import { DialtoneError, type ErrorCode, type ErrorEvent, validate } from '@app/contract';

/** Why a frame was refused before it reached a handler, with the `client_id` that the answer repeats. */
export class FrameError extends DialtoneError {
  readonly client_id: string | undefined;

  /** @param frame the refused frame, as far as it could be read */
  constructor(code: ErrorCode, message?: string, frame: object = {}) {
    super(code, message);
    this.client_id = clientIdOf(frame);
  }
}

/** A frame's `client_id`, whatever its type; undefined without a valid one. */
export function clientIdOf(frame: { readonly client_id?: unknown }): string | undefined {
  const { client_id } = frame;
  return typeof client_id === 'string' && validate('ClientId', client_id) === null ? client_id : undefined;
}

/** The event that answers a frame with an error; `client_id` is the frame's. */
export function errorEvent({ code, message }: DialtoneError, client_id?: string): ErrorEvent {
  return { type: 'error', code, message, ...(client_id === undefined ? {} : { client_id }) };
}
