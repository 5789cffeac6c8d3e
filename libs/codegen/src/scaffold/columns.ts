import { type Model, type ObjectSchema, type Property, resolve } from '../model.js';
import { singular } from './words.js';

/** How a column is kept; each is a function of `columnsFor` in the server's core/database/columns.ts. */
export type ColumnKind = 'id' | 'varchar' | 'text' | 'flag' | 'integer' | 'time';

/** A column of a new table. */
export interface Column {
  /** In the contract and in the table. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** Of a `varchar`, in characters. */
  readonly length?: number;
  readonly isNullable: boolean;
  readonly isPrimary: boolean;
  /** The table whose rows it names. */
  readonly refersTo?: string;
}

/** The longest text that is kept as a `varchar`. */
const MAX_VARCHAR = 255;

/** The columns for the scalar fields of an object; a list or an object needs a table of its own, which nobody can guess. */
export function columnsOf(model: Model, schema: ObjectSchema, table: string): Column[] {
  return schema.properties.flatMap((property) => columnOf(model, property, table) ?? []);
}

function columnOf(model: Model, property: Property, table: string): Column | undefined {
  const { name, required, schema } = property;
  const body = resolve(model, schema);
  if (body.kind !== 'scalar') return undefined;
  const isNullable = body.nullable || !required;
  const isPrimary = name === 'id';
  const isId = isPrimary || name.endsWith('_id');
  const base = { name, isNullable, isPrimary };
  if (isId) return { ...base, kind: 'id', ...refersTo(model, name, table) };
  if (body.type === 'boolean') return { ...base, kind: 'flag' };
  if (body.type !== 'string') return { ...base, kind: 'integer' };
  if (body.format === 'date-time') return { ...base, kind: 'time' };
  const { maxLength = Infinity } = body;
  return maxLength <= MAX_VARCHAR ? { ...base, kind: 'varchar', length: maxLength } : { ...base, kind: 'text' };
}

/** `channel_id` names a row of `channels`, if there is such a feature. */
function refersTo(model: Model, name: string, table: string): Pick<Column, 'refersTo'> {
  const target = model.tags.find((tag) => `${singular(tag.name)}_id` === name)?.name;
  return target === undefined || target === table ? {} : { refersTo: target };
}
