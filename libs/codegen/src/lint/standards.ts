import { createConfig, getLineColLocation, lint } from '@redocly/openapi-core';
import { basename, join } from 'node:path';
import type { Complaint } from '../place.js';

/** What openapi-core's strictest rules say about both files below `root`. They are read from disk; nothing is fetched. */
export async function lintStandards(root: string): Promise<Complaint[]> {
  const config = await createConfig({
    extends: ['recommended-strict'],
    // An operation that anyone may call without input has no 4xx response.
    rules: { 'operation-4xx-response': 'off' },
  });
  const complaints: Complaint[] = [];
  for (const file of ['openapi.yaml', 'asyncapi.yaml']) {
    for (const { message, ruleId, location } of await lint({ ref: join(root, file), config })) {
      const [first] = location;
      const start = first ? getLineColLocation(first).start : { line: 1, col: 1 };
      const name = first ? basename(first.source.absoluteRef) : file;
      complaints.push({ file: name, line: start.line, column: start.col, reason: `${message} (${ruleId})` });
    }
  }
  return complaints;
}
