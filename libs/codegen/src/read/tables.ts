import type { Sources } from '../load.js';
import type { CloseCode, Limit, Model, Tag } from '../model.js';
import type { Place } from '../place.js';

export function readLimits(sources: Sources): Limit[] {
  const limits = sources.openapi.root.find('x-limits')?.entries() ?? [];
  return limits.map((place) => {
    place.only('value', 'unit', 'description');
    if (!/^[a-z][A-Za-z0-9]*$/.test(place.key)) place.fail('a limit is named in camelCase');
    return {
      name: place.key,
      value: place.get('value').count(),
      unit: place.get('unit').text(),
      description: place.get('description').text(),
    };
  });
}

export function readTags(sources: Sources): Tag[] {
  const names = new Set<string>();
  return sources.openapi.root
    .get('tags')
    .items()
    .map((place) => {
      place.only('name', 'description');
      const name = unique(
        place.get('name'),
        place.get('name').named(/^[a-z][a-zA-Z0-9]*$/, 'a tag in camelCase'),
        names,
      );
      return { name, description: place.get('description').text().trim() };
    });
}

function unique(place: Place, name: string, names: Set<string>): string {
  if (names.has(name)) place.fail(`${name} is used twice`);
  names.add(name);
  return name;
}

export function readRules(sources: Sources): Model['rules'] {
  const rules = sources.asyncapi.root.find('x-rules')?.entries() ?? [];
  return rules.map((place) => {
    if (!/^RT[1-9]\d*$/.test(place.key)) place.fail('a rule is named RT1, RT2 and so on');
    return { id: place.key, text: place.text() };
  });
}

export function readCloseCodes(sources: Sources): CloseCode[] {
  const codes = sources.asyncapi.root.find('x-close-codes')?.entries() ?? [];
  const names = new Set<string>();
  return codes.map((place) => {
    place.only('name', 'reconnect', 'description');
    if (!/^[1-4]\d{3}$/.test(place.key)) place.fail('a close code is 1000 to 4999');
    return {
      code: Number(place.key),
      name: unique(place, place.get('name').named(/^[a-z][a-z0-9_]*$/, 'a name in snake_case'), names),
      reconnect: place.get('reconnect').flag(),
      description: place.get('description').text(),
    };
  });
}
