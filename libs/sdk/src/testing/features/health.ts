import type { HealthCheck, HealthCheckName } from '../../generated/types.js';
import { OtherAnswer } from '../../protocol/other-answer.js';
import type { OperationHandlers } from '../context.js';

const NAMES: readonly HealthCheckName[] = ['database', 'migrations', 'redis', 'disk', 'event_loop'];

export const health = {
  checkHealth: () => 'ok',

  describeRequest: () => ({ address: '127.0.0.1', peer: '127.0.0.1', is_forwarded: false }),

  checkLiveness: () => 'ok',

  checkReadiness: ({ state }) => {
    const wells = NAMES.map((name): HealthCheck => ({ name, ok: true }));
    if (!state.isDraining) return { status: 'ready', checks: [...wells, { name: 'stopping', ok: true }] };
    const reason = 'the server is about to stop';
    throw new OtherAnswer({ status: 'unready', checks: [...wells, { name: 'stopping', ok: false, reason }] });
  },
} satisfies Partial<OperationHandlers>;
