import { readFileSync } from 'node:fs';

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string }[];
}

/** A query of the Grafana board, in the words of its language. */
export interface BoardQuery {
  readonly title: string;
  readonly expr: string;
}

/** The queries of the board, of its panels in order, for all servers and over `window`, as Grafana fills them in. */
export function boardQueries(window = '1m'): BoardQuery[] {
  const { panels } = JSON.parse(readFileSync('deploy/grafana/dialtone.json', 'utf8')) as { panels: Panel[] };
  return panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({
      title,
      expr: expr.replaceAll('$instance', '.+').replaceAll('$__rate_interval', window),
    })),
  );
}
