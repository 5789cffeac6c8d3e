import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { ContractError, Place, type Source } from './place.js';

/** Both contract files. */
export interface Sources {
  readonly openapi: Source;
  readonly asyncapi: Source;
}

/**
 * Parses both contract files.
 *
 * @throws {ContractError} for text that is not YAML, and for keys given twice
 */
export function parseSources(openapiText: string, asyncapiText: string): Sources {
  const openapi = parseSource('openapi.yaml', openapiText, () => undefined);
  const asyncapi = parseSource('asyncapi.yaml', asyncapiText, (file) =>
    file === './openapi.yaml' ? openapi : undefined,
  );
  return { openapi, asyncapi };
}

/** Reads both contract files from a folder. */
export function loadSources(root: string): Sources {
  const read = (name: string) => readFileSync(join(root, name), 'utf8');
  return parseSources(read('openapi.yaml'), read('asyncapi.yaml'));
}

function parseSource(name: string, text: string, neighbour: Source['neighbour']): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2' });
  const lineAndColumn = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problems: { message: string; pos: readonly number[] }[] = [...document.errors, ...document.warnings];
  visit(document, {
    Alias(_, node, path) {
      const target = node.resolve(document);
      const reason = target ? 'stands within what it names' : 'names no anchor';
      if (!target || path.includes(target))
        problems.push({ message: `*${node.source} ${reason}`, pos: node.range ?? [0] });
    },
    Scalar(_, node) {
      const { value, source } = node;
      if (typeof value !== 'number' || isExact(source ?? '', value)) return;
      problems.push({ message: `${source ?? value} cannot be kept exactly as a number`, pos: node.range ?? [0] });
    },
  });
  if (problems.length > 0) {
    throw new ContractError(
      problems.map(({ message, pos }) => ({
        file: name,
        ...lineAndColumn(pos[0] ?? 0),
        reason: (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, ''),
      })),
    );
  }
  const follow = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  const offsetOf = (path: readonly (string | number)[]): number => {
    let node: unknown = document.contents;
    let offset = startOf(node as Node) ?? 0;
    for (const step of path) {
      node = follow(node);
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
        offset = startOf(pair?.key as Node) ?? offset;
        node = pair?.value;
      } else if (isSeq(node)) {
        node = node.items[Number(step)];
        offset = startOf(node as Node) ?? offset;
      }
    }
    return offset;
  };
  const source: { -readonly [K in keyof Source]: Source[K] } = {
    name,
    text,
    root: undefined as unknown as Place,
    position: (path) => lineAndColumn(offsetOf(path)),
    neighbour,
  };
  // An anchor may be named often: each error answer names some.
  source.root = new Place(source, document.toJS({ maxAliasCount: -1 }), []);
  return source;
}

/** Is the number exactly what its text says? Beyond 2^53, or with too many digits for a double, it is rounded. */
function isExact(text: string, value: number): boolean {
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return false;
  return Number.isInteger(value) && /^0[xo]/.test(text) ? true : decimal(text) === decimal(String(value));
}

/** A decimal number without its sign, as digits and exponent in one form only: `0.50` and `5e-1` are both `5e-1`. */
function decimal(text: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = /^[-+]?(\d*)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

function startOf(node: Node | null | undefined): number | undefined {
  return node?.range?.[0];
}
