import type { ErrorSpec, Model } from '../model.js';
import { block, file, importLine, keyOf, literal } from './text.js';

/**
 * `errors.ts`: the table of error codes, and beside it what clients need of it, without the texts: a bundle has only
 * what it uses.
 */
export function emitErrors(model: Model): string {
  return file(
    importLine(['ErrorSpec'], '../protocol/error-spec.js'),
    block(
      '/** Every error that the server answers with: its HTTP status, whether it comes in `error` events, its text. */',
      'export const errors = {',
      model.errors.map(emitError),
      '} as const satisfies Record<string, ErrorSpec>;',
    ),
    block(
      '/** The HTTP status of every error; null for a code that comes in `error` events alone. */',
      'export const errorStatuses = {',
      model.errors.map(({ code, status }) => `  ${keyOf(code)}: ${literal(status ?? null)},\n`),
      '} as const satisfies { readonly [Code in keyof typeof errors]: number | null };',
    ),
    block(
      '/** The errors that pass by themselves: nothing was changed, and the same may be sent again. */',
      'export const passingErrors: readonly (keyof typeof errors)[] = [',
      model.errors.filter(({ passes }) => passes).map(({ code }) => `  ${literal(code)},\n`),
      '];',
    ),
  );
}

function emitError({ code, status, frame, passes, message }: ErrorSpec): string {
  return `  ${keyOf(code)}: ${literal({ status: status ?? null, frame, ...(passes && { passes }), message })},\n`;
}
