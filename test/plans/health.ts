import type { FeaturePlans } from './feature-plans.js';

export const health: FeaturePlans = {
  calls: {
    'checkHealth 200': () => ({}),
    'describeRequest 200': ({ admin }) => ({ as: admin }),
    'checkLiveness 200': () => ({}),
    'checkReadiness 200': (world) => {
      world.setDraining(false);
      return {};
    },
    'checkReadiness 503': (world) => {
      world.setDraining(true);
      return {};
    },
  },
};
