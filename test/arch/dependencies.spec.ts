import { createRequire } from 'node:module';
import { rm } from 'node:fs/promises';
import { cruise, repository, rulesFile } from './cruise.js';
import { makeFixtureTree } from './fixture-tree.js';
import { violations } from './violations.js';

const { forbidden } = createRequire(import.meta.url)(rulesFile) as { forbidden: { name: string }[] };

describe('who may import whom', () => {
  it('holds in the whole repository', async () => {
    const { modules, violations: found } = await cruise(repository);

    expect(found).toEqual([]);
    expect(modules).toBeGreaterThan(100);
  });

  it('each rule has an import that breaks it', () => {
    // The module of each feature makes a rule; one of these stands for all.
    const kindOf = (rule: string) => rule.replace(/^arrows-of-.*/, 'arrows-of-…');
    const kinds = (rules: readonly string[]) => [...new Set(rules.map(kindOf))].sort();

    expect(kinds(violations.map(([rule]) => rule))).toEqual(kinds(forbidden.map(({ name }) => name)));
  });

  it('each rule refuses the import that breaks it, and nothing that is allowed', async () => {
    const tree = await makeFixtureTree();
    try {
      const { violations: found } = await cruise(tree);

      expect(found).toEqual(violations.map(([rule, from, , to]) => `${rule}: ${from} -> ${to}`).sort());
    } finally {
      await rm(tree, { recursive: true });
    }
  });
});
