import { expectParity } from '../../testing/parity.js';
import { schemas } from '../generated/schemas.js';
import { problemOf } from './judge.js';

describe('the judge gives the verdict of the compiled validator', () => {
  const ofClients = Object.entries(schemas).filter(([, schema]) => 'properties' in schema);

  test.each(ofClients)('%s', (name) => {
    expectParity(name, schemas, (value) => problemOf(schemas, name, structuredClone(value)) === null);
  });
});

it('fails for a schema that is not there', () => {
  expect(() => problemOf({}, 'toString', {})).toThrow('there is no schema toString');
});
