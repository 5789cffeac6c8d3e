import { SubscribeMessage } from '@nestjs/websockets';
import type { ClientFrames, ClientFrameType, DialtoneError } from '@app/contract';
import type { Connection } from '../connection.js';
import { REFUSED_FRAME } from './parse-frame.js';

type FrameHandler<F> = (connection: Connection, frame: F) => void | Promise<void>;

/** Makes a gateway method the handler of a client's frames of that type; it gets the validated frame. */
export function OnMessage<T extends ClientFrameType>(type: T) {
  return <H extends FrameHandler<ClientFrames[T]>>(
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
