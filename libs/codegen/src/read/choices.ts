import type { Choice, Parameter } from '../model.js';
import type { Place } from '../place.js';

/** The keywords of an operation that say how many of some parameters a request may give. */
export const CHOICES: Readonly<Record<string, Pick<Choice, 'least' | 'most'>>> = {
  'x-exactly-one-of': { least: 1, most: 1 },
  'x-at-most-one-of': { least: 0, most: 1 },
  'x-at-least-one-of': { least: 1, most: null },
};

/** The keyword that a choice was read from. */
export function choiceKeyword({ least, most }: Choice): string {
  const [keyword = ''] = Object.entries(CHOICES).find(([, of]) => of.least === least && of.most === most) ?? [];
  return keyword;
}

/** Reads them; what a page with all examples filled in would send must be a request that keeps them. */
export function readChoices(operation: Place, parameters: readonly Parameter[]): Choice[] {
  return Object.entries(CHOICES).flatMap(([keyword, bounds]) => {
    const place = operation.find(keyword);
    if (!place) return [];
    const names = place.items().map((item) => {
      const parameter = parameters.find(({ name }) => name === item.value);
      if (!parameter) return item.fail('the operation has no such parameter');
      if (parameter.required) return item.fail(`${parameter.name} is required, so there is no choice`);
      if (parameter.schema.kind === 'scalar' && parameter.schema.default !== undefined) {
        return item.fail(`${parameter.name} has a default, so it is always given`);
      }
      return parameter.name;
    });
    if (names.length < 2 || new Set(names).size < names.length) place.fail('expected two or more different parameters');
    const examples = (operation.find('parameters')?.items() ?? [])
      .map((item) => item.follow('components/parameters'))
      .filter((item) => names.includes(String(item.find('name')?.value)) && item.find('example'));
    const { least, most } = bounds;
    if (examples.length < least || (most !== null && examples.length > least)) {
      place.fail(
        least === 0
          ? 'none of them takes an example'
          : `one of them takes an example${most === null ? '' : ', the others none'}`,
      );
    }
    return [{ names, ...bounds }];
  });
}
