import type { FeaturePlans } from './feature-plans.js';

export const health: FeaturePlans = {
  calls: {
    'checkHealth 200': () => ({}),
    'describeRequest 200': ({ admin }) => ({ as: admin }),
  },
};
