// Draws results/index.html from the figures in results/*.json, one page that needs nothing else, and lists the verdicts in
// results/README.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benches } from './benches.js';
import { type Recorded, RESULTS } from './support/report.js';
import { type Chart, round, verdict } from './support/result.js';

const [LABEL, WIDTH, BAR, GAP] = [190, 520, 20, 8];

const STYLE = `
  :root { color-scheme: light dark; --ink: #1d2733; --dim: #5b6b7c; --back: #fff; --other: #9fb1c4; --own: #1f7a5c; --goal: #c2410c; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #e3e9f0; --dim: #93a4b6; --back: #12181f; --other: #4d6075; --own: #43b78f; --goal: #fb923c; }
  }
  body { background: var(--back); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 56rem; padding: 0 1rem; }
  h1, h2, h3 { line-height: 1.2; } h3 { font-size: 1rem; margin-bottom: .3rem; }
  svg { max-width: 100%; height: auto; } text { fill: var(--ink); font: 13px system-ui, sans-serif; }
  .other { fill: var(--other); } .own { fill: var(--own); } .goal { stroke: var(--goal); stroke-width: 2; stroke-dasharray: 5 4; }
  .dim, figcaption { color: var(--dim); } .missed { color: var(--goal); } figure { margin: 1rem 0; }
  li { margin: .2rem 0; }`;

/** Redraws the page, and rewrites the list. */
export function drawChart(): void {
  const results = Object.keys(benches)
    .map((id) => join(RESULTS, `${id}.json`))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Recorded);
  writeFileSync(join(RESULTS, 'index.html'), page(results));
  writeFileSync(join(RESULTS, 'README.md'), `# Results\n\n${results.map(list).join('\n')}`);
}

function list({ id, title, goals, invalid }: Recorded): string {
  const lines = [...invalid.map((reason) => `INVALID: ${reason}`), ...goals.map(verdict)];
  return `## ${id.toUpperCase()} · ${title}\n\n${lines.map((line) => `- ${line}\n`).join('')}`;
}

function page(results: readonly Recorded[]): string {
  const machine = Object.values(results.at(-1)?.machine ?? {}).join(' · ');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Dialtone benchmarks</title>
<style>${STYLE}
</style>
<h1>Dialtone benchmarks</h1>
<p class="dim">${escape(machine)}. Medians of interleaved rounds; the dashed line is the goal. How to read and repeat them: <code>test/bench/README.md</code>.</p>
${results.map(section).join('\n')}
</html>
`;
}

function section(result: Recorded): string {
  const goals = result.goals.map(verdict).map((line) => {
    const [outcome] = line.split(':', 1);
    return `<li><b${outcome === 'met' ? '' : ' class="missed"'}>${outcome}</b>${escape(line.slice(outcome.length))}</li>`;
  });
  const remarks = [...result.invalid.map((reason) => `INVALID: ${reason}`), ...result.notes];
  return `<h2>${result.id.toUpperCase()} · ${escape(result.title)}</h2>
<ul>
${goals.join('\n')}
</ul>
${result.charts.map(figure).join('\n')}
${remarks.map((remark) => `<p class="dim">${escape(remark)}</p>`).join('\n')}`;
}

function figure({ title, unit, bars, goal }: Chart): string {
  const longest = Math.max(...bars.map(({ value }) => value), goal ?? 0);
  const length = (value: number) => (value / longest) * WIDTH;
  const height = bars.length * (BAR + GAP) + GAP;
  const drawn = bars.map(({ label, value }, i) => {
    const y = GAP + i * (BAR + GAP);
    const kind = label.startsWith('Dialtone') ? 'own' : 'other';
    return `<text x="${LABEL - 8}" y="${y + 15}" text-anchor="end">${escape(label)}</text>
<rect class="${kind}" x="${LABEL}" y="${y}" width="${length(value).toFixed(1)}" height="${BAR}" rx="2"/>
<text x="${(LABEL + length(value) + 6).toFixed(1)}" y="${y + 15}">${round(value)}</text>`;
  });
  const line = goal === undefined ? '' : (LABEL + length(goal)).toFixed(1);
  return `<figure>
<h3>${escape(title)} <span class="dim">(${escape(unit)})</span></h3>
<svg viewBox="0 0 ${LABEL + WIDTH + 80} ${height}" width="${LABEL + WIDTH + 80}" role="img" aria-label="${escape(title)}">
${drawn.join('\n')}
${line && `<line class="goal" x1="${line}" x2="${line}" y1="0" y2="${height}"/>`}
</svg>
</figure>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) drawChart();
