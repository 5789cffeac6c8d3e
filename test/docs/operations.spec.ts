import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { errors } from '@app/contract';
import { LATE_MS } from '../../apps/server/src/core/observability/event-loop.js';
import { LEAST_FREE_BYTES, PATIENCE_MS } from '../../apps/server/src/health/readiness.service.js';
import { METRICS } from '../../apps/server/src/metrics.js';
import { boardQueries } from '../support/board.js';
import { type Scrape, scrape, WITH_METRICS } from '../support/metrics.js';
import { useServer } from '../support/stage.js';

interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<string, string>>;
}

const guide = readFileSync('docs/operations.md', 'utf8');
const { groups } = parse(readFileSync('deploy/prometheus/rules.yml', 'utf8')) as {
  groups: { rules: AlertRule[] }[];
};
const rules = groups.flatMap((group) => group.rules);

/** The text between a heading of the guide and the next one of its kind. */
function section(heading: string): string {
  const text = guide.split(`\n## ${heading}\n`)[1];
  if (text === undefined) throw new Error(`docs/operations.md has no section ${heading}`);
  return text.split('\n## ')[0];
}

const { server } = useServer({ env: WITH_METRICS });
let shown: Scrape;
beforeAll(async () => {
  shown = await scrape(server);
});

describe('the metrics of docs/operations.md', () => {
  it('are those that a server has, each with its type and meaning', () => {
    const rows = [...section('Metrics').matchAll(/^\| `(dialtone_\w+)` +\| (\w+) +\| (.*?) *\| (.*?) *\|$/gm)];
    const told = rows.map(([, name, type, , meaning]) => [name, type, meaning]);
    const there = [...shown.types].map(([name, type]) => [name, type, shown.helps.get(name)]);
    expect(told.sort()).toEqual(there.sort());
  });

  it('have the labels of the table', () => {
    for (const [name, { labels }] of Object.entries(METRICS)) {
      const [, told] = new RegExp(`^\\| \`${name}\` +\\| \\w+ +\\| (.*?) *\\|`, 'm').exec(guide) ?? [];
      expect([name, told]).toEqual([name, labels.map((label) => `\`${label}\``).join(', ')]);
    }
  });
});

describe('the limits of docs/operations.md', () => {
  it('are those of the checks', () => {
    const health = section('Health');
    expect(health).toContain(`within ${PATIENCE_MS} ms`);
    expect(health).toContain(`less than ${LEAST_FREE_BYTES / 1024 / 1024} MiB are free`);
    expect(health).toContain(`more than ${LATE_MS} ms late`);
  });
});

const queries = [
  ...boardQueries().map(({ title, expr }) => [`the panel ${title}`, expr] as const),
  ...rules.map(({ alert, expr }) => [`the alert ${alert}`, expr] as const),
];

describe.each(queries)('%s', (_, expr) => {
  it('asks for metrics that there are, by labels that they have', () => {
    const asked = [...expr.matchAll(/\b(dialtone_\w+?)(_bucket|_sum|_count)?(?:\{(.*?)\})?(?=[^\w{]|$)/g)];
    if (!expr.startsWith('up{')) expect(asked.length).toBeGreaterThan(0);
    for (const [, base, ending = '', matchers = ''] of asked) {
      const name = shown.types.has(base + ending) ? base + ending : base;
      expect([name, shown.types.has(name)]).toEqual([name, true]);
      if (name === base && ending !== '') expect([name, shown.types.get(name)]).toEqual([name, 'histogram']);
      const own: readonly string[] =
        (METRICS as Readonly<Record<string, { labels: readonly string[] }>>)[name]?.labels ?? [];
      const labels = [...matchers.matchAll(/(\w+)(?:=~|!~|!=|=)/g)].map(([, label]) => label);
      expect(labels.filter((label) => label !== 'instance' && !own.includes(label))).toEqual([]);
    }
    for (const [, code] of expr.matchAll(/code="(\w+)"/g)) {
      expect(code === 'slow_reader' || Object.hasOwn(errors, code)).toBe(true);
    }
  });
});

describe('the alerts', () => {
  it('are all of those that the guide tells of, in its order', () => {
    const headings = [...section('Alerts').matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    expect(headings).toEqual(rules.map(({ alert }) => alert));
  });

  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s says what to do, and where more stands',
    (name, rule) => {
      const { summary, description, runbook } = rule.annotations;
      expect([summary, description].every((text) => /^.{10,}\.$/.test(text))).toBe(true);
      expect(runbook).toBe(`docs/operations.md#${name.toLowerCase()}`);
      expect(['page', 'ticket']).toContain(rule.labels.severity);
      const advice = section('Alerts').split(`### ${name}\n`)[1].split('\n### ')[0];
      expect(advice.trim().length).toBeGreaterThan(50);
    },
  );
});
