import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import type { FeaturePlans, FramePlanner, Planner } from '../../plans/feature-plans.js';
import type { Scenario } from './scene.js';

const FOLDER = join('test', 'plans');

/** A file of test/plans. */
export interface PlanFile {
  readonly path: string;
  /** What it is named after: a tag, or `realtime`. */
  readonly feature: string;
  /** What it exports under that name. */
  readonly plans: FeaturePlans | undefined;
}

/** What is planned for all features. */
interface AllPlans {
  readonly calls: Readonly<Record<string, Planner>>;
  readonly guesses: Readonly<Record<string, Planner>>;
  readonly events: Readonly<Record<string, Scenario>>;
  readonly frames: Readonly<Record<string, FramePlanner>>;
  readonly effects: Readonly<Record<string, string>>;
  readonly refusals: Readonly<Record<string, Scenario>>;
}

let files: readonly PlanFile[] | undefined;
let all: AllPlans | undefined;

/** Where the plans of a feature stand. */
export function pathOf(feature: string): string {
  return join(FOLDER, `${feature}.ts`);
}

/** Every file of test/plans. They are read when they are first asked for, since they build on what is beside this. */
export function planFiles(): readonly PlanFile[] {
  const load = createRequire(import.meta.filename);
  return (files ??= readdirSync(FOLDER)
    .filter((name) => name !== 'feature-plans.ts')
    .map((name) => {
      const feature = basename(name, '.ts');
      const path = pathOf(feature);
      return { path, feature, plans: (load(resolve(path)) as Record<string, FeaturePlans>)[feature] };
    }));
}

/** The plans of all files together. */
export function plans(): AllPlans {
  const merged = <T>(part: keyof FeaturePlans) =>
    Object.assign({}, ...planFiles().map((file) => file.plans?.[part])) as Readonly<Record<string, T>>;
  return (all ??= {
    calls: merged('calls'),
    guesses: merged('guesses'),
    events: merged('events'),
    frames: merged('frames'),
    effects: merged('effects'),
    refusals: merged('refusals'),
  });
}
