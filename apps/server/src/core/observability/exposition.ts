import { collectDefaultMetrics, type Metric, Registry } from 'prom-client';
import { Buckets } from './counts.js';

/*
 * The port behind which Prometheus' client library is: it gives the metrics of the process, and the text. Its successor,
 * @prometheus-io/client, needs Node 22, so it can take its place here once Node 20 is not supported any more.
 */

/** What there is to know of a metric beside its values. */
export interface MetricSpec {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
}

/** A value, or what was observed of many, under these labels. */
export interface Sample<Label extends string = string> {
  readonly labels?: Readonly<Record<Label, string>>;
  readonly value: number | Buckets;
}

/** What each metric of a table is at the moment. */
export type Samples<Table extends Readonly<Record<string, MetricSpec>>> = {
  readonly [Name in keyof Table]: readonly Sample<Table[Name]['labels'][number]>[];
};

/** Of the library's own, those that are left out: some cost time for each connection, and the version is told elsewhere. */
const LEFT_OUT = /_active_(?:resources|handles|requests)|_version_info$/;

/** The metrics of a table and of the process as Prometheus reads them. */
export class Exposition<Table extends Readonly<Record<string, MetricSpec>>> {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  private readonly registry = new Registry();
  private samples: Samples<Table> | undefined;

  constructor(
    table: Table,
    private readonly collect: () => Promise<Samples<Table>>,
  ) {
    collectDefaultMetrics({ register: this.registry, prefix: 'dialtone_' });
    for (const { name } of this.registry.getMetricsAsArray()) {
      if (LEFT_OUT.test(name)) this.registry.removeSingleMetric(name);
    }
    for (const [name, { help, type }] of Object.entries(table)) {
      const get = () => ({
        name,
        help,
        type,
        values: (this.samples?.[name] ?? []).flatMap((sample) => lines(name, sample)),
      });
      // The library's own metrics have no place for what was counted elsewhere.
      this.registry.registerMetric({ name, get } as unknown as Metric);
    }
  }

  /** Copies what was counted, and writes it down. */
  async text(): Promise<string> {
    this.samples = await this.collect();
    return this.registry.metrics();
  }
}

/** The lines of one sample: of a histogram one for each bound, with all that is not above it, the sum and the count. */
function lines(name: string, { labels = {}, value }: Sample) {
  if (!(value instanceof Buckets)) return [{ value, labels }];
  let count = 0;
  const buckets = value.counts.map((more, index) => ({
    metricName: `${name}_bucket`,
    labels: { ...labels, le: value.bounds[index]?.toString() ?? '+Inf' },
    value: (count += more),
  }));
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: value.sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
