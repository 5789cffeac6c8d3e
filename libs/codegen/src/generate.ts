import { emitApiMd } from './emit/api-md.js';
import { emitCalls } from './emit/calls.js';
import { emitDtos } from './emit/dtos.js';
import { emitErrors } from './emit/errors.js';
import { emitFrames } from './emit/frames.js';
import { emitLimits, emitLimitValues } from './emit/limits.js';
import { emitOpenapiJson } from './emit/openapi-json.js';
import { emitOperations } from './emit/operations.js';
import { copyProtocol } from './emit/protocol.js';
import { emitResources } from './emit/resources.js';
import { emitRules } from './emit/rules.js';
import { emitSchemas } from './emit/schemas.js';
import { emitShapes } from './emit/shapes.js';
import { emitTypes } from './emit/types.js';
import type { Sources } from './load.js';
import type { Model } from './model.js';
import { checkNames } from './names/check.js';
import { checkExamples } from './read/examples.js';
import { readModel } from './read/model.js';

/** The folders that hold generated files and nothing else. */
export const FOLDERS = ['libs/contract/src/generated', 'libs/sdk/src/generated', 'libs/sdk/src/protocol'] as const;

/**
 * Makes every generated file.
 *
 * @returns path from the repository's root → text
 * @throws {ContractError} for a contract that breaks the dialect
 */
export async function generate(sources: Sources): Promise<Map<string, string>> {
  return emitFiles(sources, await readContract(sources));
}

/**
 * Reads a contract and checks everything that its generated files rely on.
 *
 * @throws {ContractError} for a contract that breaks the dialect
 */
export async function readContract(sources: Sources): Promise<Model> {
  const model = readModel(sources);
  checkExamples(sources, model);
  await checkNames(sources, model, emitFiles);
  return model;
}

/** What is generated from a contract that is in order: path from the repository's root → text. */
export async function emitFiles(sources: Sources, model: Model): Promise<Map<string, string>> {
  const [contract, sdk, protocol] = FOLDERS;
  const shared = [
    ['errors.ts', emitErrors(model)],
    ['frames.ts', emitFrames(model)],
    ['limit-values.ts', emitLimitValues(model)],
    ['limits.ts', emitLimits(model)],
    ['operations.ts', emitOperations(model)],
    ['schemas.ts', emitSchemas(model)],
    ['types.ts', await emitTypes(model)],
  ] as const;
  const files = [
    ...[contract, sdk].flatMap((folder) => shared.map(([name, text]) => [`${folder}/${name}`, text] as const)),
    [`${contract}/dtos.ts`, emitDtos(model)],
    [`${contract}/openapi.json`, emitOpenapiJson(sources)],
    [`${contract}/rules.ts`, emitRules(model)],
    ['libs/sdk/api.md', emitApiMd(model)],
    [`${sdk}/calls.ts`, emitCalls(model)],
    [`${sdk}/resources.ts`, emitResources(model)],
    [`${sdk}/shapes.ts`, emitShapes(model)],
    ...copyProtocol(protocol),
  ] as const;
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
