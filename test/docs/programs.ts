import { readdirSync, readFileSync } from 'node:fs';
import { readBlocks } from './blocks.js';

const SPECS = 'test/sdk';

/**
 * A named program of a page, for a spec in test/sdk that runs it together with code that is not on the page.
 *
 * @throws {Error} when the page has no program of that name
 */
export function programOf(page: string, name: string): string {
  const block = readBlocks(page).find(({ language, argument }) => language === 'js' && argument === name);
  if (!block) throw new Error(`${page} has no program ${name}`);
  return block.text;
}

/** Does a spec in test/sdk run the program? */
export function isRunByASpec(name: string): boolean {
  const specs = readdirSync(SPECS).filter((file) => file.endsWith('.spec.ts'));
  return specs.some((file) => readFileSync(`${SPECS}/${file}`, 'utf8').includes(`README, '${name}')`));
}
