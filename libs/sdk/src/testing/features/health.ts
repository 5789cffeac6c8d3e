import type { OperationHandlers } from '../context.js';

export const health = {
  checkHealth: () => 'ok',
} satisfies Partial<OperationHandlers>;
