import { parseSources } from '../load.js';
import { ContractError } from '../place.js';
import { readModel } from '../read/model.js';
import { edited, type Edits } from './sample.js';

/** What the reader says of the sample with texts changed, a line each: the word that it points at, and why. */
export function complaints(from: string, to: string, ...more: Edits): string {
  const { openapi, asyncapi } = edited([[from, to], ...more]);
  const texts: Record<string, string> = { 'openapi.yaml': openapi, 'asyncapi.yaml': asyncapi };
  try {
    readModel(parseSources(openapi, asyncapi));
    return 'none';
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return error.complaints
      .map(({ file, line, column, reason }) => {
        const rest = texts[file]?.split('\n')[line - 1]?.slice(column - 1) ?? '';
        return `${file}@${/^[^\s:,]+/.exec(rest)?.[0] ?? ''} ${reason}`;
      })
      .join('\n');
  }
}
