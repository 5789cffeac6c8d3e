import {
  clientFrames,
  type ClientFrameType,
  type CloseCodeName,
  closeCodeOf,
  type ErrorCode,
  errors,
  type ServerFrameType,
  serverFrameTypes,
} from '@app/contract';
import { type Counts, zeroes } from '../core/observability/counts.js';

/** What has gone through the connections of this node since its start. */
export class Traffic {
  opened = 0;
  /** By the code that the server closed them with; `client`: their clients or the network ended them. */
  readonly closed: Counts<CloseCodeName | 'client'> = zeroes([
    ...(Object.keys(closeCodeOf) as CloseCodeName[]),
    'client',
  ]);
  /** Frames of clients, by type; `refused`: not served, whatever they call themselves. */
  readonly received: Counts<ClientFrameType | 'refused'> = zeroes([
    ...(Object.keys(clientFrames) as ClientFrameType[]),
    'refused',
  ]);
  /** Frames to clients, one for each that gets it. */
  readonly sent: Counts<ServerFrameType> = zeroes(serverFrameTypes);
  /** `error` events. */
  readonly refusedFrames: Counts<ErrorCode> = zeroes(Object.keys(errors) as ErrorCode[]);
  readonly refusedHandshakes: Counts<ErrorCode> = zeroes(Object.keys(errors) as ErrorCode[]);
  /** Writes to sockets, each with all frames of a tick. */
  writes = 0;
  writtenBytes = 0;
}
