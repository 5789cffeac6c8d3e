import type { FeaturePlans } from '../../plans/feature-plans.js';
import { keyOf, needsPlan } from './calls.js';
import { inboundDocs, operationDocs, outboundDocs, outcomes } from './contract.js';
import { refusalFor } from './frame-cases.js';
import { operationDoc } from './http.js';
import { pathOf, plans } from './plans.js';

/** What to do about a plan that is missing. */
function add(feature: string, key: string, part: keyof FeaturePlans): string {
  return `${pathOf(feature)}: add '${key}' to ${part}`;
}

/** The feature that the first word of a frame's type names (`channel.updated`), else `realtime`. */
function featureOf(type: string): string {
  const [word] = type.split(/[._]/);
  const tags = [...operationDocs.values()].map(({ tag }) => tag);
  return tags.find((tag) => tag === word || tag === `${word}s`) ?? 'realtime';
}

/** The plans that answers of operations lack. */
export function missingCalls(): string[] {
  const calls = outcomes.filter((outcome) => needsPlan(outcome) && !(keyOf(outcome) in plans().calls));
  return calls.map((outcome) => add(operationDoc(outcome.operationId).tag, keyOf(outcome), 'calls'));
}

/** The plans that events of the server lack. */
export function missingEvents(): string[] {
  return outboundDocs
    .filter(({ type }) => !(type in plans().events))
    .map(({ type }) => add(featureOf(type), type, 'events'));
}

/** The plans that frames of clients lack. */
export function missingFrames(): string[] {
  return inboundDocs.flatMap((doc) => [
    ...(doc.type in plans().effects ? [] : [add(featureOf(doc.type), doc.type, 'effects')]),
    ...doc.codes
      .filter((code) => refusalFor(doc, code) === undefined)
      .map((code) => add(featureOf(doc.type), `${doc.type} ${code}`, 'refusals')),
  ]);
}

/** Every plan that something in the contract lacks. */
export function missingPlans(): string[] {
  return [...missingCalls(), ...missingEvents(), ...missingFrames()];
}
