import type { OperationHandlers } from '../context.js';

export const health = {
  checkHealth: () => 'ok',

  describeRequest: () => ({ address: '127.0.0.1', peer: '127.0.0.1', is_forwarded: false }),
} satisfies Partial<OperationHandlers>;
