import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { dtos } from './generated/dtos.js';
import { schemaDocument } from './generated/schemas.js';
import { printable } from './printable.js';

/** Name of a DTO class. */
export type DtoName = keyof typeof dtos;

/**
 * Judges a value by its DTO class alone.
 *
 * @returns null when class-validator finds nothing, else one sentence that names the field
 */
export function dtoProblem(name: DtoName, value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'expected an object';
  const closed = 'additionalProperties' in schemaDocument.$defs[name];
  const instance = plainToInstance(dtos[name] as ClassConstructor<object>, value);
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
  return message.startsWith(property) ? `${path}${message.slice(property.length)}` : message.replace(property, path);
}
