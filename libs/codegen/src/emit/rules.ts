import type { Model } from '../model.js';
import { block, file, literal } from './text.js';

/** `rules.ts`: the promises of the realtime side, which tests quote. */
export function emitRules(model: Model): string {
  const lines = model.rules.map(({ id, text }) => `  ${id}: ${literal(text)},\n`);
  return file(
    block('/** The rules of the realtime protocol. */', 'export const realtimeRules = {', lines, '} as const;'),
  );
}
