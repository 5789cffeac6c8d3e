import { emitDtos } from './emit/dtos.js';
import { emitFrames } from './emit/frames.js';
import { emitModels } from './emit/models.js';
import { emitOperations } from './emit/operations.js';
import { copyProtocol } from './emit/protocol.js';
import { emitSdkApi } from './emit/sdk-api.js';
import { emitSdkFrames } from './emit/sdk-frames.js';
import { emitResources, emitSdkOperations } from './emit/sdk-operations.js';
import { emitSdkTesting } from './emit/sdk-testing.js';
import { emitAsyncapiTypes, emitOpenapiTypes, emitSdkTypes } from './emit/sdk-types.js';
import { emitErrors, emitLimits, emitOpenapi, emitSchemas } from './emit/tables.js';
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
 * Reads a contract and checks all that its generated files rely on.
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
  return new Map([
    [`${contract}/dtos.ts`, emitDtos(model)],
    [`${contract}/errors.ts`, emitErrors(model)],
    [`${contract}/frames.ts`, emitFrames(model)],
    [`${contract}/limits.ts`, emitLimits(model)],
    [`${contract}/models.ts`, emitModels(model)],
    [`${contract}/openapi.json`, emitOpenapi(sources)],
    [`${contract}/operations.ts`, emitOperations(model)],
    [`${contract}/schemas.ts`, emitSchemas(model)],
    ['libs/sdk/api.md', emitSdkApi(model)],
    [`${sdk}/asyncapi.ts`, await emitAsyncapiTypes(sources, model)],
    [`${sdk}/errors.ts`, emitErrors(model)],
    [`${sdk}/frames.ts`, emitSdkFrames(model)],
    [`${sdk}/limits.ts`, emitLimits(model)],
    [`${sdk}/openapi.ts`, await emitOpenapiTypes(sources)],
    [`${sdk}/operations.ts`, emitSdkOperations(model)],
    [`${sdk}/resources.ts`, emitResources(model)],
    [`${sdk}/testing.ts`, emitSdkTesting(model)],
    [`${sdk}/types.ts`, emitSdkTypes(model)],
    ...copyProtocol(protocol),
  ]);
}
