import type { FeaturePlans } from '../plans/feature-plans.js';
import { keyOf } from './support/calls.js';
import { inboundDocs, operationDocs, outboundDocs, outcomes } from './support/contract.js';
import { missingCalls, missingEvents, missingFrames } from './support/missing-plans.js';
import { pathOf, planFiles } from './support/plans.js';

/*
 * Every promise of the contract has its plan in test/plans. The other tests go through what is planned, so this is the
 * one that fails when a plan is missing; it says where to add it.
 */

test('every answer of an operation is planned', () => {
  expect(missingCalls()).toEqual([]);
});

test('every event of the server is planned', () => {
  expect(missingEvents()).toEqual([]);
});

test('every frame of a client is planned, with its errors', () => {
  expect(missingFrames()).toEqual([]);
});

const inbound = inboundDocs.map(({ type }) => type);
const outbound = outboundDocs.map(({ type }) => type);

/** What a plan can be for, by the contract. */
const subjects: Readonly<Record<keyof FeaturePlans, ReadonlySet<string>>> = {
  calls: new Set(outcomes.map(keyOf)),
  guesses: new Set(outcomes.filter(({ code }) => code === 'rate_limited').map(({ operationId }) => operationId)),
  events: new Set(outbound),
  frames: new Set(inbound),
  effects: new Set(inbound),
  refusals: new Set(inboundDocs.flatMap(({ type, codes }) => codes.map((code) => `${type} ${code}`))),
};
const parts = Object.keys(subjects) as (keyof FeaturePlans)[];

test('nothing is planned that the contract does not have', () => {
  const strays = planFiles().flatMap(({ path, plans: planned }) =>
    parts.flatMap((part) =>
      Object.keys(planned?.[part] ?? {})
        .filter((key) => !subjects[part].has(key))
        .map((key) => `${path}: remove '${key}' from ${part}`),
    ),
  );
  const silent = planFiles().flatMap(({ path, plans: planned }) =>
    Object.entries(planned?.effects ?? {})
      .filter(([, event]) => !subjects.events.has(event))
      .map(([type, event]) => `${path}: the effect of '${type}' is '${event}', which is no event`),
  );
  expect([...strays, ...silent]).toEqual([]);
});

test('each plan stands once, those of an operation in the file of its tag', () => {
  const entries = planFiles().flatMap(({ path, plans: planned }) =>
    parts.flatMap((part) => Object.keys(planned?.[part] ?? {}).map((key) => ({ path, part, key }))),
  );
  const wrong = entries.flatMap(({ path, part, key }) => {
    const others = entries.filter((other) => other.part === part && other.key === key && other.path > path);
    const tag = part === 'calls' || part === 'guesses' ? operationDocs.get(key.split(' ')[0])?.tag : undefined;
    return [
      ...others.map((other) => `${path} and ${other.path}: both have '${key}' in ${part}`),
      ...(tag !== undefined && pathOf(tag) !== path ? [`${path}: move '${key}' to ${pathOf(tag)}`] : []),
    ];
  });
  expect(wrong).toEqual([]);
});

test('each file exports its plans under its name', () => {
  const without = planFiles().filter(({ plans: planned }) => planned === undefined);
  expect(without.map(({ path, feature }) => `${path}: export const ${feature}: FeaturePlans`)).toEqual([]);
});
