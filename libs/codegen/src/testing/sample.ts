import { parseSources, type Sources } from '../load.js';
import type { Model } from '../model.js';
import { readModel } from '../read/model.js';
import { ASYNCAPI } from './sample-asyncapi.js';
import { OPENAPI } from './sample-openapi.js';

/** The sample with one text in place of another, which must be there. */
export function changed(from: string, to: string): { openapi: string; asyncapi: string } {
  if (!OPENAPI.includes(from) && !ASYNCAPI.includes(from)) throw new Error(`the sample has no ${from}`);
  return { openapi: OPENAPI.replace(from, () => to), asyncapi: ASYNCAPI.replace(from, () => to) };
}

export function sampleSources(): Sources {
  return parseSources(OPENAPI, ASYNCAPI);
}

export function sampleModel(): Model {
  return readModel(sampleSources());
}
