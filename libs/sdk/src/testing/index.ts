/** A fake Dialtone server for the tests of those who write clients. */
export {
  type AddUserOptions,
  createFakeServer,
  FakeServer,
  type FakeServerOptions,
  type FakeUser,
  type FaultCode,
} from './fake-server.js';
export type { FaultTarget } from './faults.js';
export type { RecordedFrame, RecordedRequest } from './network.js';
