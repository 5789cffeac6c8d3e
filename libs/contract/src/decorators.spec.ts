import 'reflect-metadata';
import { validateSync } from 'class-validator';
import {
  IsPlainObject,
  MaxBytes,
  MaxCharacters,
  MinCharacters,
  Nullable,
  Optional,
  Required,
  UniqueItems,
} from './decorators.js';

/** Does a property with this decorator take the value? */
function accepts(decorator: PropertyDecorator, value: unknown, beside: PropertyDecorator = Required()): boolean {
  class Sample {
    field: unknown;
  }
  decorator(Sample.prototype, 'field');
  beside(Sample.prototype, 'field');
  return validateSync(Object.assign(new Sample(), { field: value })).length === 0;
}

describe('decorators judge as JSON Schema does', () => {
  test.each<[string, PropertyDecorator, unknown, boolean]>([
    ['a code point is one character', MaxCharacters(1), '😀', true],
    ['a variation selector is one more', MaxCharacters(1), 'a\uFE0F', false],
    ['a lone surrogate is one', MinCharacters(2), '\uD800', false],
    ['bytes are those of UTF-8', MaxBytes(2), 'é', true],
    ['an emoji has four bytes', MaxBytes(3), '😀', false],
    ['an array is not an object', IsPlainObject(), [], false],
    ['null is not an object', IsPlainObject(), null, false],
    ['an object is one', IsPlainObject(), {}, true],
    [
      'objects with the same fields are equal',
      UniqueItems(),
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      false,
    ],
    ['a number is not its text', UniqueItems(), [1, '1'], true],
    ['null is not missing', Required(), null, true],
    ['undefined is missing', Required(), undefined, false],
  ])('%s', (_, decorator, value, expected) => {
    expect(accepts(decorator, value)).toBe(expected);
  });

  test('optional is not nullable, nullable is not optional', () => {
    expect(accepts(Optional(), undefined, MinCharacters(1))).toBe(true);
    expect(accepts(Optional(), null, MinCharacters(1))).toBe(false);
    expect(accepts(Nullable(), null, MinCharacters(1))).toBe(true);
    expect(accepts(Nullable(), undefined, MinCharacters(1))).toBe(false);
  });
});
