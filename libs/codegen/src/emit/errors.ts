import type { ErrorSpec, Model } from '../model.js';
import { block, file, importLine, keyOf, literal } from './text.js';

/** `errors.ts`: the table of error codes. */
export function emitErrors(model: Model): string {
  return file(
    importLine(['ErrorSpec'], '../protocol/error-spec.js'),
    block(
      '/** Every error that the server answers with: its HTTP status, whether it comes in `error` events, its text. */',
      'export const errors = {',
      model.errors.map(emitError),
      '} as const satisfies Record<string, ErrorSpec>;',
    ),
  );
}

function emitError({ code, status, frame, message }: ErrorSpec): string {
  return `  ${keyOf(code)}: ${literal({ status: status ?? null, frame, message })},\n`;
}
