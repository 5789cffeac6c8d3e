import { type SchemaName, schemas } from './generated/schemas.js';
import { createValidator } from './validation.js';

const validate = createValidator();
const envelope = {
  device_id: 'd',
  sender_device_id: 's',
  sender_public_key: btoa('key'.padEnd(32, '.')),
  envelope: 'e',
};

describe('validate', () => {
  test.each<[SchemaName, unknown, string | null]>([
    ['CreateChannelRequest', { name_enc: 'x' }, null],
    ['CreateChannelRequest', {}, 'name_enc should not be empty'],
    ['CreateChannelRequest', { name_enc: '' }, 'name_enc should not be empty'],
    ['CreateChannelRequest', { name_enc: null }, 'name_enc must be a string'],
    ['CreateChannelRequest', { name_enc: 'é'.repeat(2049) }, 'name_enc must be shorter than or equal to 4096 bytes'],
    ['CreateChannelRequest', { name_enc: 'x', foo: 1 }, 'property foo should not exist'],
    ['CreateChannelRequest', { name_enc: 'x', 'a b\n': 1 }, 'property "a b\\n" should not exist'],
    ['CreateChannelRequest', { name_enc: 'x', ['y'.repeat(99)]: 1 }, `property "${'y'.repeat(40)}" should not exist`],
    [
      'RegisterRequest',
      { username: 'a' },
      'username is not valid: 2 to 20 characters after trimming, none of them invisible ' +
        '(control characters, zero-width ones, marks of direction)',
    ],
    ['PutChannelKeysRequest', { channel_id: 'c', envelopes: [] }, 'envelopes must contain at least 1 elements'],
    [
      'PutChannelKeysRequest',
      { channel_id: 'c', envelopes: [envelope, {}] },
      'envelopes.1.device_id should not be empty',
    ],
    [
      'PutChannelKeysRequest',
      { channel_id: 'c', envelopes: [{ ...envelope, foo: 1 }] },
      'property envelopes.0.foo should not exist',
    ],
    ['PresenceRequest', { user_ids: ['a', 1] }, 'each value in user_ids must be a string'],
    ['ListMessagesParams', { channel_id: 'c', limit: 501 }, 'limit must not be greater than 500'],
    ['ListMessagesParams', { channel_id: 'c', limit: 'many' }, 'limit must be an integer number'],
    ['JoinVoice', { type: 'voice_join', channel_id: '' }, 'channel_id should not be empty'],
    ['JoinVoice', { type: 'voice_join', channel_id: 'c', unknown: true }, null],
  ])('%s %j: %s', (schema, value, expected) => {
    expect(validate(schema, value)).toBe(expected);
  });

  test('fills in defaults', () => {
    const value = { channel_id: 'c' };
    expect(validate('ListMessagesParams', value)).toBeNull();
    expect(value).toEqual({ channel_id: 'c', limit: 100 });
  });

  test.each([null, [], 'text', 1])('%j is not an object', (value) => {
    expect(validate('CreateChannelRequest', value)).toBe('expected an object');
  });

  test.each(['hasOwnProperty', 'constructor', 'toString', '__proto__', 'valueOf'])(
    'a field called %s is refused, though class-validator may not see it',
    (name) => {
      const value: unknown = JSON.parse(`{"name_enc":"x","${name}":1}`);
      expect(validate('CreateChannelRequest', value)).toBe(`property ${name} should not exist`);
    },
  );

  test('a huge value is refused with a message that costs nothing to make', () => {
    const envelopes = Array.from({ length: 100_000 }, () => ({}));
    expect(validate('PutChannelKeysRequest', { channel_id: 'c', envelopes })).toBe(
      'envelopes must NOT have more than 1000 items',
    );
  });

  test('what a client sent is never quoted', () => {
    const secret = 'hunter2-hunter2';
    for (const schema of Object.keys(schemas) as SchemaName[]) {
      const { properties = {} } = schemas[schema] as { properties?: Record<string, object> };
      for (const value of [secret, [secret], { inner: secret }]) {
        const fields = Object.fromEntries(Object.keys(properties).map((name) => [name, value]));
        expect(validate(schema, fields) ?? '').not.toContain('hunter2');
      }
    }
  });
});
