import { fanOut } from './b1-fan-out.js';
import { idle } from './b2-idle.js';
import { sends } from './b3-sends.js';
import { history } from './b4-history.js';
import { resume } from './b5-resume.js';
import { disturbed } from './b6-disturbed.js';
import type { Bench } from './support/result.js';

export const benches = {
  b1: fanOut,
  b2: idle,
  b3: sends,
  b4: history,
  b5: resume,
  b6: disturbed,
} as const satisfies Record<string, Bench>;

export type BenchId = keyof typeof benches;
