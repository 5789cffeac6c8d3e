import { MetricsEndpoint } from '../../apps/server/src/metrics-endpoint.js';
import type { TestServer } from './server.js';

/** The setting of a server that serves metrics, on a free port. */
export const WITH_METRICS = { DIALTONE_METRICS_ADDR: '127.0.0.1:0' };

/** A line of what Prometheus reads. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Where a server shows its metrics. */
export function metricsUrl({ app }: TestServer): string {
  return `http://127.0.0.1:${String(app.get(MetricsEndpoint).port)}/metrics`;
}

/** Reads a server's metrics as Prometheus does. */
export async function scrape(server: TestServer): Promise<Scrape> {
  return new Scrape(await (await fetch(metricsUrl(server))).text());
}

/** The metrics of a server at one moment. */
export class Scrape {
  readonly series: readonly Series[];
  /** The type of each metric, by its name. */
  readonly types: ReadonlyMap<string, string>;
  readonly helps: ReadonlyMap<string, string>;

  constructor(readonly text: string) {
    this.types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]));
    this.helps = new Map([...text.matchAll(/^# HELP (\S+) (.+)$/gm)].map(([, name, help]) => [name, help]));
    this.series = text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map(toSeries);
  }

  /** The sum of all series of that name with these labels; 0 where there is none. */
  sum(name: string, labels: Record<string, string> = {}): number {
    const wanted = Object.entries(labels);
    return this.series
      .filter((one) => one.name === name && wanted.every(([label, value]) => one.labels[label] === value))
      .reduce((sum, { value }) => sum + value, 0);
  }
}

function toSeries(line: string): Series {
  const [, name, inner = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === undefined) throw new Error(`no line of Prometheus: ${line}`);
  const labels = [...inner.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text]) => [label, text]);
  return {
    name,
    labels: Object.fromEntries(labels) as Record<string, string>,
    value: Number(value.replace('Inf', 'Infinity')),
  };
}
