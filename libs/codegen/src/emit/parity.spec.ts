import ts from 'typescript';
import { expectParity } from '../../../contract/testing/parity.js';
import * as decorators from '../../../contract/src/decorators.js';
import { dtoProblem } from '../../../contract/src/dto-problem.js';
import { named } from '../model.js';
import { sampleModel } from '../testing/sample.js';
import { emitDtos } from './dtos.js';

type Dtos = Readonly<Record<string, new () => object>>;

/** Compiles the DTO classes of the sample and runs them. */
function compile(text: string): Dtos {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      useDefineForClassFields: false,
    },
  });
  const exported: { dtos?: Dtos } = {};
  const load = (name: string): unknown => (name === '../decorators.js' ? decorators : require(name));
  new Function('require', 'exports', outputText)(load, exported);
  return exported.dtos ?? {};
}

describe('an emitted DTO class and its schema give the same verdict', () => {
  const model = sampleModel();
  const dtos = compile(emitDtos(model));
  const defs = Object.fromEntries([...model.schemas.values()].map(({ name, json }) => [name, json]));

  test.each(model.dtos)('%s', (name) => {
    const { body } = named(model, name);
    const dto = dtos[name];
    if (!dto || body.kind !== 'object') throw new Error(`no DTO ${name}`);
    expectParity(name, defs, (value) => dtoProblem(dto, body.closed, value) === null);
  });
});
