import { expectParity } from '../testing/parity.js';
import { dtoProblem } from './dto-problem.js';
import { dtos } from './generated/dtos.js';
import { schemas } from './generated/schemas.js';

describe('a DTO class and its schema give the same verdict', () => {
  test.each(Object.entries(dtos))('%s', (name, dto) => {
    const closed = 'additionalProperties' in schemas[name as keyof typeof dtos];
    expectParity(name, schemas, (value) => dtoProblem(dto, closed, value) === null);
  });
});
