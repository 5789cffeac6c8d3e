import type { Schema } from '../model.js';
import { sampleModel } from '../testing/sample.js';
import { documentation } from './documentation.js';

const model = sampleModel();
const scalar = { kind: 'scalar', nullable: false, description: '' } as const;
const list = { kind: 'array', nullable: false, uniqueItems: false, description: '' } as const;

describe('what people read about a property', () => {
  test.each<[string, Schema]>([
    ['', { ...scalar, type: 'boolean' }],
    ['Is it open?', { ...scalar, type: 'boolean', description: ' Is it\n open? ' }],
    ['1 to 64 characters.', { ...scalar, type: 'string', minLength: 1, maxLength: 64 }],
    ['At least 1 character.', { ...scalar, type: 'string', minLength: 1 }],
    ['A text. At most 4,096 bytes.', { ...scalar, type: 'string', maxBytes: 4096, description: 'A text.' }],
    ['A text, at most 9 bytes.', { ...scalar, type: 'string', maxBytes: 9, description: 'A text, at most 9 bytes.' }],
    ['0 to 5,000.', { ...scalar, type: 'integer', minimum: 0, maximum: 5000 }],
    ['At least 0.5. Default 10.', { ...scalar, type: 'number', minimum: 0.5, default: 10 }],
    ['Always `ok`.', { ...scalar, type: 'string', const: 'ok' }],
    ['Always empty.', { ...scalar, type: 'string', const: '' }],
    ['A name in small letters. Short. 1 to 8 characters.', { kind: 'ref', name: 'Name', description: '' }],
    ['The name. 1 to 8 characters.', { kind: 'ref', name: 'Name', description: 'The name.' }],
    ['A box or a ball.', { kind: 'ref', name: 'Thing', description: '' }],
    [
      'At most 2 items. No item twice. Each: A name in small letters. Short. 1 to 8 characters.',
      { ...list, maxItems: 2, uniqueItems: true, items: { kind: 'ref', name: 'Name', description: '' } },
    ],
    ['At least 1 item.', { ...list, minItems: 1, items: { kind: 'ref', name: 'Part', description: '' } }],
    [
      'At most 3 fields. Each: At least 0.',
      {
        kind: 'map',
        nullable: false,
        maxProperties: 3,
        values: { ...scalar, type: 'integer', minimum: 0 },
        description: '',
      },
    ],
  ])('%s', (want, schema) => {
    expect(documentation({ schema }, model)).toBe(want);
  });
});
