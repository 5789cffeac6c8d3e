import 'reflect-metadata';
import { IsString, ValidateBy } from 'class-validator';
import { Required } from './decorators.js';
import { dtoProblem } from './dto-problem.js';

function Costly(): PropertyDecorator {
  const validate = () => {
    throw new Error('a rule ran after one had failed');
  };
  return ValidateBy({ name: 'costly', validator: { validate } });
}

class Sample {
  @Costly()
  @IsString()
  @Required()
  field: string;
}

describe('dtoProblem', () => {
  test.each([
    [{}, 'field should not be empty'],
    [{ field: 1 }, 'field must be a string'],
  ])('%j: after a failure no rule runs, so a pattern never sees a text that is too long', (value, problem) => {
    expect(dtoProblem(Sample, true, value)).toBe(problem);
  });

  test('without a failure every rule runs', () => {
    expect(() => dtoProblem(Sample, true, { field: 'x' })).toThrow('a rule ran after one had failed');
  });
});
