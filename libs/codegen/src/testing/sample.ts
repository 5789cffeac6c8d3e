import { parseSources, type Sources } from '../load.js';
import type { Model } from '../model.js';
import { readModel } from '../read/model.js';
import { ASYNCAPI } from './sample-asyncapi.js';
import { OPENAPI } from './sample-openapi.js';

/** Texts in the sample, each with what takes the place of its first occurrence. */
export type Edits = readonly (readonly [from: string, to: string])[];

/** The sample with texts changed one after another. */
export function edited(edits: Edits): { openapi: string; asyncapi: string } {
  return edits.reduce(
    ({ openapi, asyncapi }, [from, to]) => {
      if (!openapi.includes(from) && !asyncapi.includes(from)) throw new Error(`the sample has no ${from}`);
      return { openapi: openapi.replace(from, () => to), asyncapi: asyncapi.replace(from, () => to) };
    },
    { openapi: OPENAPI, asyncapi: ASYNCAPI },
  );
}

/** The sample with one text in place of another. */
export function changed(from: string, to: string): { openapi: string; asyncapi: string } {
  return edited([[from, to]]);
}

export function sampleSources(): Sources {
  return parseSources(OPENAPI, ASYNCAPI);
}

export function sampleModel(): Model {
  return readModel(sampleSources());
}
