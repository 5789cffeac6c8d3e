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
    expect([...new Set(violations.map(([rule]) => rule))].sort()).toEqual(forbidden.map(({ name }) => name).sort());
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
