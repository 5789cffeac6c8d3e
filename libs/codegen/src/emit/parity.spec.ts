import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { dtoProblem } from '../../../contract/src/dto-problem.js';
import { expectParity } from '../../../contract/testing/parity.js';
import { named } from '../model.js';
import { sampleModel } from '../testing/sample.js';
import { emitDtos } from './dtos.js';

type Dtos = Readonly<Record<string, new () => object>>;

/** The DTO classes in this text, loaded as the server loads those of the contract. */
async function load(text: string, folder: string): Promise<Dtos> {
  const { resolve: find } = createRequire(resolve('package.json'));
  const placed = text.replace(/^(import .*)'([^']+)';$/gm, (line, head: string, name: string) => {
    if (head.startsWith('import type')) return '';
    const target = name === '../decorators.js' ? resolve('libs/contract/src/decorators.ts') : find(name);
    return `${head}${JSON.stringify(target)};`;
  });
  const path = join(folder, 'dtos.ts');
  writeFileSync(path, placed);
  const module = (await import(path)) as { dtos: Dtos };
  return module.dtos;
}

describe('an emitted DTO class and its schema give the same verdict', () => {
  const model = sampleModel();
  const defs = Object.fromEntries([...model.schemas.values()].map(({ name, json }) => [name, json]));
  const folder = mkdtempSync(join(tmpdir(), 'parity-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(model.dtos)('%s', async (name) => {
    const dto = (await load(emitDtos(model), folder))[name];
    const { body } = named(model, name);
    if (!dto || body.kind !== 'object') throw new Error(`no DTO ${name}`);
    expectParity(name, defs, (value) => dtoProblem(dto, body.closed, value) === null);
  });
});
