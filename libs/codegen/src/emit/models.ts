import { type Model, named } from '../model.js';
import { doc, file, importLine } from './text.js';
import { typeNames, typeOf } from './types.js';

/** `models.ts`: types of what the server sends, and of named scalars. */
export function emitModels(model: Model): string {
  const names = [...model.schemas.keys()].filter((name) => !model.dtos.includes(name) && name !== 'ErrorCode');
  const mentioned = names.flatMap((name) => typeNames(named(model, name).body, model));
  return file(
    [
      importLine(
        mentioned.filter((name) => name === 'ErrorCode'),
        './errors.js',
      ),
      importLine(
        mentioned.filter((name) => model.dtos.includes(name)),
        './dtos.js',
      ),
    ]
      .filter((line) => line !== '')
      .join('\n'),
    ...names.map((name) => emitModel(name, model)),
  );
}

function emitModel(name: string, model: Model): string {
  const { body } = named(model, name);
  const comment = doc([body.description || purpose(name, model)]);
  if (body.kind === 'object') return `${comment}export interface ${name} ${typeOf(body, model)}`;
  return `${comment}export type ${name} = ${typeOf(body, model)};`;
}

function purpose(name: string, model: Model): string {
  const answers = model.operations
    .filter(({ output }) => output === name)
    .map(({ method, path, id }) => `Answer of \`${method} ${path}\` (\`${id}\`).`);
  const frames = model.messages
    .filter(({ payload }) => payload === name)
    .map(({ type, summary }) => `The event \`${type}\`. ${summary}`);
  return [...answers, ...frames].join('\n');
}
