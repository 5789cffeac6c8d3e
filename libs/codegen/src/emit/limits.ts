import type { Model } from '../model.js';
import { block, doc, file } from './text.js';

/** `limits.ts`: the limits of openapi.yaml. */
export function emitLimits(model: Model): string {
  const lines = model.limits.map(
    ({ name, value, unit, description }) => `${doc([`${description} In ${unit}.`], '  ')}  ${name}: ${value},\n`,
  );
  return file(block('/** The limits that the contract states. */', 'export const limits = {', lines, '} as const;'));
}
