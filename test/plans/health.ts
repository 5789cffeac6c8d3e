import type { FeaturePlans } from './feature-plans.js';

export const health: FeaturePlans = {
  calls: {
    'checkHealth 200': () => ({}),
  },
};
