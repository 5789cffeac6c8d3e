import type { Message, Model, Operation } from '../model.js';
import { pascal } from '../emit/text.js';
import { type Column, columnsOf } from './columns.js';
import { kebab, singular, snake } from './words.js';

/** A tag of the contract as the feature that it becomes. */
export interface Feature {
  /** As openapi.yaml writes it: `bookmarks`. */
  readonly tag: string;
  /** Its folder, and how its files begin. */
  readonly folder: string;
  /** How its classes begin: `Bookmarks`. */
  readonly name: string;
  readonly operations: readonly Operation[];
  /** What it keeps; null without a schema that is named like the tag in the singular. */
  readonly stored: Stored | null;
  /** The events that begin with the tag's singular, such as `bookmark.added`. */
  readonly events: readonly Message[];
}

/** What a feature keeps: one table, a row for each object of a schema. */
export interface Stored {
  /** The schema: `Bookmark`. */
  readonly schema: string;
  /** How the files of one row begin: `bookmark`. */
  readonly file: string;
  /** What one row is called: `bookmark`. */
  readonly variable: string;
  readonly table: string;
  readonly columns: readonly Column[];
}

/**
 * Finds what the contract says of a feature.
 *
 * @throws {CannotScaffold} when openapi.yaml has no operation with that tag
 */
export function featureOf(model: Model, tag: string): Feature {
  const operations = model.operations.filter((operation) => operation.tag === tag);
  if (operations.length === 0) {
    const known = model.tags.map(({ name }) => name).join(', ');
    throw new CannotScaffold(`openapi.yaml has no operation with the tag ${tag}; write it first (tags: ${known})`);
  }
  const one = singular(tag);
  return {
    tag,
    folder: kebab(tag),
    name: pascal(tag),
    operations,
    stored: storedOf(model, tag, one),
    events: model.messages.filter(
      ({ direction, type }) => direction === 'outbound' && type.startsWith(`${snake(one)}.`),
    ),
  };
}

/** There is nothing to make a feature of, or it would overwrite something. */
export class CannotScaffold extends Error {}

function storedOf(model: Model, tag: string, one: string): Stored | null {
  const schema = pascal(one);
  const body = model.schemas.get(schema)?.body;
  if (body?.kind !== 'object') return null;
  return { schema, file: kebab(one), variable: one, table: snake(tag), columns: columnsOf(model, body, snake(tag)) };
}
