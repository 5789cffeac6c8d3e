import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { realtimeRules } from '@app/contract';
import { parse } from 'yaml';

const titles = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.spec.ts'))
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .flatMap((text) => [...text.matchAll(/\b(?:it|test)(?:\.each\([\s\S]*?\))?\(\s*['"`](RT\d+)\b/g)])
  .map(([, id]) => id);

it('every rule of asyncapi.yaml is known to the code', () => {
  const contract = parse(readFileSync(join(import.meta.dirname, '../../asyncapi.yaml'), 'utf8')) as {
    'x-rules': Record<string, string>;
  };

  expect(realtimeRules).toEqual(contract['x-rules']);
});

it.each(Object.keys(realtimeRules))('%s begins the title of a test', (id) => {
  expect(titles).toContain(id);
});

it('no test names an unknown rule', () => {
  expect(titles.filter((id) => !Object.keys(realtimeRules).includes(id))).toEqual([]);
});
