import { type Message, type Model, named, type NamedSchema, type Operation, type Property } from '../model.js';
import { pagesDoc } from './resources.js';
import { documentation } from './documentation.js';
import { pascal } from './text.js';
import { typeOf } from './type-of.js';
import { choiceSentence, hasInput, inputFields, isInputOptional } from './types.js';

/** `api.md` of the SDK, for people: every method, event and frame, with the types and errors that they name. */
export function emitApiMd(model: Model): string {
  const direction = (wanted: Message['direction']) => model.messages.filter((message) => message.direction === wanted);
  const parts = [
    '<!-- Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit. -->',
    '# API of @dialtone/sdk',
    'What the contract gives the SDK. How to use it is in [README.md](README.md).',
    ['Methods', 'Events', 'Frames', 'Types', 'Errors', 'Close codes'].map(contents).join('\n'),
    '## Methods',
    'Every method takes `options` last: `signal`, `timeoutMs` and `maxRetries`.',
    ...model.tags.flatMap((tag) => {
      const operations = model.operations.filter((operation) => operation.tag === tag.name);
      if (operations.length === 0) return [];
      return [
        `### client.${tag.name}`,
        tag.description,
        ...operations.flatMap((operation) => method(operation, model)),
      ];
    }),
    '## Events',
    'What `realtime.on(type, listener)` hears from the server.',
    ...direction('outbound').flatMap((message) => frame(message, model)),
    '## Frames',
    'What `realtime.send(frame)` sends.',
    ...direction('inbound').flatMap((message) => frame(message, model)),
    '## Types',
    ...[...model.schemas.values()].filter(isShown(model)).flatMap((schema) => type(schema, model)),
    '## Errors',
    `The codes of \`ApiError\` and of \`error\` events.`,
    table(
      ['Code', 'Status', 'Meaning'],
      model.errors.map(({ code, status, message }) => [`\`${code}\``, status?.toString() ?? 'event', message]),
    ),
    '## Close codes',
    table(
      ['Code', 'Name', 'Connect again', 'Meaning'],
      model.closeCodes.map(({ code, name, reconnect, description }) => [
        ...[code.toString(), `\`${name}\``, reconnect ? 'yes' : 'no', description],
      ]),
    ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function contents(heading: string): string {
  return `- [${heading}](#${heading.toLowerCase().replaceAll(' ', '-')})`;
}

function method(operation: Operation, model: Model): string[] {
  const { tag, sdkMethod, summary, description, pages, errors } = operation;
  const input = hasInput(operation) ? (isInputOptional(operation, model) ? 'input?, ' : 'input, ') : '';
  const fields = inputFields(operation, model);
  return [
    `#### \`client.${tag}.${sdkMethod}(${input}options?)\``,
    `${sentence(summary)} \`${operation.method} ${operation.path}\`; ${caller(operation)}.`,
    description,
    pages ? pagesDoc(pages) : '',
    fields.map((field) => fieldLine(field, model)).join('\n'),
    operation.choices.map(choiceSentence).join(' '),
    `Resolves with ${result(operation, model)}.`,
    errors.length === 0 ? '' : `Rejects with ${errors.map((code) => `\`${code}\``).join(', ')}.`,
  ];
}

function caller({ security }: Operation): string {
  const alternatives = security.map((alternative) => {
    if (alternative.scheme === 'adminToken') return 'the admin token';
    return alternative.roles.length === 0
      ? 'a session'
      : `the session of a user who is ${alternative.roles.join(' or ')}`;
  });
  return alternatives.length === 0 ? 'for anyone' : `needs ${alternatives.join(' or ')}`;
}

function result({ output, noContent, otherStatus }: Operation, model: Model): string {
  if (output === null) return 'nothing';
  const what = isShown(model)(named(model, output))
    ? `[\`${output}\`](#${output.toLowerCase()})`
    : `\`${typeOf(named(model, output).body, model)}\``;
  return `${what}${noContent ? ', or undefined' : ''}${otherStatus === null ? '' : `, with status ${otherStatus} too`}`;
}

function frame({ type: wireType, title, summary, payload, errors }: Message, model: Model): string[] {
  return [
    `### \`${wireType}\``,
    `${sentence(title)} ${summary.trim()}`,
    `Type \`${payload}\`:`,
    fieldsOf(payload, model)
      .filter(({ name }) => name !== 'type')
      .map((field) => fieldLine(field, model))
      .join('\n') || 'no fields.',
    errors.length === 0 ? '' : `Answered with \`error\` events: ${errors.map((code) => `\`${code}\``).join(', ')}.`,
  ];
}

/** Objects and unions that are neither input nor frame: those that are not described where they are used. */
function isShown(model: Model): (schema: NamedSchema) => boolean {
  const told = new Set([
    ...model.operations.flatMap(({ body, paramsSchema }) => [body, paramsSchema]),
    ...model.messages.map(({ payload }) => payload),
  ]);
  return ({ name, body }) => (body.kind === 'object' || body.kind === 'union') && !told.has(name);
}

function type({ name, body }: NamedSchema, model: Model): string[] {
  const fields = body.kind === 'object' ? body.properties : [];
  return [
    `### ${name}`,
    body.description,
    body.kind === 'union' ? `\`${typeOf(body, model)}\`` : '',
    fields.map((field) => fieldLine(field, model)).join('\n'),
  ];
}

function fieldsOf(name: string, model: Model): readonly Property[] {
  const { body } = named(model, name);
  return body.kind === 'object' ? body.properties : [];
}

function fieldLine(property: Property, model: Model): string {
  const { name, required, schema } = property;
  const hasDefault = schema.kind === 'scalar' && schema.default !== undefined;
  const optional = required || hasDefault ? '' : ', optional';
  const text = documentation(property, model);
  return `- \`${name}\`: \`${typeOf(schema, model)}\`${optional}${text === '' ? '' : `. ${text}`}`;
}

function sentence(text: string): string {
  const trimmed = pascal(text.trim());
  return /[.?!]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
