import { ValidateBy, ValidateIf, type ValidationOptions } from 'class-validator';
import { characters, utf8Bytes } from './text-size.js';

/*
 * Only where class-validator's own decorators disagree with JSON Schema: its IsOptional lets null through,
 * its lengths do not count variation selectors, its ArrayUnique compares objects by identity, and its ValidateNested
 * takes an array for an object.
 */

function rule(name: string, text: string, test: (value: unknown) => boolean, options?: ValidationOptions) {
  const message = `${options?.each ? 'each value in ' : ''}$property ${text}`;
  return ValidateBy({ name, validator: { validate: test, defaultMessage: () => message } }, options);
}

/** The field may be missing; null is not missing. */
export function Optional(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

/** The field may be null. */
export function Nullable(): PropertyDecorator {
  return ValidateIf((_, value) => value !== null);
}

/** The field must be there; null is there, and left to the type's decorator. */
export function Required(): PropertyDecorator {
  return rule('required', 'should not be empty', (value) => value !== undefined);
}

/** A text of at least this many Unicode code points. */
export function MinCharacters(min: number, options?: ValidationOptions): PropertyDecorator {
  const text = min === 1 ? 'should not be empty' : `must be longer than or equal to ${min} characters`;
  return rule('minCharacters', text, (value) => typeof value === 'string' && characters(value) >= min, options);
}

/** A text of at most this many Unicode code points. */
export function MaxCharacters(max: number, options?: ValidationOptions): PropertyDecorator {
  const text = `must be shorter than or equal to ${max} characters`;
  return rule('maxCharacters', text, (value) => typeof value === 'string' && characters(value) <= max, options);
}

/** A text of at most this many bytes in UTF-8. */
export function MaxBytes(max: number, options?: ValidationOptions): PropertyDecorator {
  const text = `must be shorter than or equal to ${max} bytes`;
  return rule('maxBytes', text, (value) => typeof value === 'string' && utf8Bytes(value) <= max, options);
}

/** An object that is neither an array nor null. */
export function IsPlainObject(options?: ValidationOptions): PropertyDecorator {
  const test = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  return rule('isPlainObject', 'must be an object', test, options);
}

/** A list without two equal items; objects are equal when their fields are. */
export function UniqueItems(): PropertyDecorator {
  const test = (value: unknown) => Array.isArray(value) && new Set(value.map(canonical)).size === value.length;
  return rule('uniqueItems', 'must not hold an item twice', test);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
