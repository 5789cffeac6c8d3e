import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { ConfigError, loadConfig } from '../../apps/server/src/core/config/config.js';
import { readBlocks } from './blocks.js';
import { Workshop } from './workshop.js';

const readmes = ['README.md', ...readdirSync('libs').map((name) => `libs/${name}/README.md`)].filter(existsSync);
const guides = readdirSync('docs').map((name) => `docs/${name}`);

describe.each(readmes)('every block of %s does what the page says', (page) => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await Workshop.open();
  });
  afterAll(() => workshop.close());

  it.each(readBlocks(page))('$place', (block) => workshop.execute(block));

  it('and everybody can leave', () => workshop.finish());
});

describe('the configuration table of README.md', () => {
  const rows = [...readFileSync('README.md', 'utf8').matchAll(/^\| (`DIALTONE_.*?) +\| (.*?) +\|/gm)].map(
    ([, names = '', fallback = '']) => ({ names: names.match(/DIALTONE_\w+/g) ?? [], fallback }),
  );

  it('names every variable that the server reads', () => {
    const source = readFileSync('apps/server/src/core/config/config.ts', 'utf8');
    const read = new Set(source.match(/DIALTONE_[A-Z_]+\w/g));
    expect(rows.flatMap(({ names }) => names).sort()).toEqual([...read].sort());
  });

  it('states the defaults', () => {
    const secret = 'sixteen characters or more';
    const secrets = { DIALTONE_USERNAME_PEPPER: secret, DIALTONE_ADMIN_TOKEN: secret }; // otherwise it would create files
    const stated = rows.flatMap(({ names, fallback }) => {
      const value = /^`(.+)`$/.exec(fallback)?.[1];
      return value === undefined ? [] : names.map((name) => [name, value] as const);
    });
    expect(stated).toHaveLength(9);
    expect(loadConfig({ ...secrets, ...Object.fromEntries(stated) })).toEqual(loadConfig(secrets));
    expect(loadConfig(secrets).tls).toBeNull();
  });
});

/** A secret that is long enough and not a placeholder. */
const LETTERS = 'sixteen letters or a few more';

describe('the numbers in README.md', () => {
  const text = readFileSync('README.md', 'utf8');
  const stated = (pattern: RegExp): number => Number(pattern.exec(text)?.[1]);

  it('are those of the contract, the code and the package', () => {
    const contract = parse(readFileSync('openapi.yaml', 'utf8')) as {
      components: { schemas: { NewPassword: { minLength: number } } };
    };
    const { minLength } = contract.components.schemas.NewPassword;
    expect(stated(/a password of at least (\d+) characters/)).toBe(minLength);

    const secretLength = stated(/key of the username hashes, (\d+) characters or more/);
    const withPepper = (length: number) => () =>
      loadConfig({ DIALTONE_USERNAME_PEPPER: LETTERS.slice(0, length), DIALTONE_ADMIN_TOKEN: LETTERS });
    expect(withPepper(secretLength)).not.toThrow();
    expect(withPepper(secretLength - 1)).toThrow(ConfigError);

    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    expect(engines.node).toBe(`>=${/Node ([\d.]+) or later/.exec(text)?.[1]}.0`);
    const chat = readFileSync('libs/sdk/examples/chat.mjs', 'utf8').trimEnd().split('\n');
    expect(chat.length).toBeLessThanOrEqual(stated(/a chat in (\d+) lines/));
  });
});

describe('the programs of libs/sdk/README.md', () => {
  it('keep the key that they log in with: a new one at each run would be one more device', () => {
    const programs = readBlocks('libs/sdk/README.md').filter(({ text }) => text.includes('generateKeyPair()'));
    expect(programs).not.toEqual([]);
    expect(programs.filter(({ text }) => !text.includes('sealKeystore(')).map(({ place }) => place)).toEqual([]);
  });
});

describe('the guides in docs', () => {
  it.each(guides)('%s has a spec that follows it', (guide) => {
    const spec = guide.replace(/^docs\/(.*)\.md$/, 'test/docs/guides/$1.spec.ts');
    expect(readFileSync(spec, 'utf8')).toContain(`'${guide}'`);
  });
});

describe.each([...readmes, ...guides])('the links of %s', (page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target);

  it('lead somewhere', () => {
    const paths = links.map((target) => join(dirname(page), target));
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });
});
