import { SubscribeMessage } from '@nestjs/websockets';
import type { InboundFrames, InboundFrameType } from '@app/contract';
import type { DialtoneError } from '../errors/dialtone-error.js';
import type { ClientSocket } from './client-socket.js';

/** Pattern of the handler of frames that were refused before they reached one of their own. */
export const REFUSED_FRAME = 'dialtone:refused';

type FrameHandler<F> = (client: ClientSocket, frame: F) => void | Promise<void>;

/** Makes a gateway method the handler of a client's frame; it gets the validated frame of that type. */
export function OnMessage<T extends InboundFrameType>(type: T) {
  return <H extends FrameHandler<InboundFrames[T]>>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => {
    SubscribeMessage(type)(target, key, descriptor);
  };
}

/** Makes a gateway method the handler of frames that the contract refuses. */
export function OnRefusedFrame() {
  return <H extends FrameHandler<DialtoneError>>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => {
    SubscribeMessage(REFUSED_FRAME)(target, key, descriptor);
  };
}
