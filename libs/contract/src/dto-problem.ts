import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { printable } from './protocol/printable.js';

/**
 * Validates a value against a DTO class, and nothing else.
 *
 * @param closed refuse fields that the class does not have
 * @returns null when class-validator finds nothing wrong, else one sentence that names the field
 */
export function dtoProblem(dto: new () => object, closed: boolean, value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'expected an object';
  const instance = plainToInstance(dto as ClassConstructor<object>, value);
  const [error] = validateSync(instance, {
    whitelist: closed,
    forbidNonWhitelisted: closed,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  });
  return error ? sentence(error, '') : null;
}

function sentence(error: ValidationError, above: string): string {
  const { property, constraints = {}, children = [] } = error;
  const path = `${above}${printable(property)}`;
  const [child] = children;
  const [constraint] = Object.entries(constraints);
  if (!constraint) return child ? sentence(child, `${path}.`) : `${path} is not valid`;
  const [kind, message] = constraint;
  if (kind === 'whitelistValidation') return `property ${path} should not exist`;
  return message.replace(property, () => path);
}
