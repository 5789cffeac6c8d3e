import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { until } from './pace.js';
import { freePort, PrivateServer } from './private-server.js';

/** A series of an answer, with its labels. */
export interface Answer {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

/** A rule as Prometheus sees it. */
export interface LoadedRule {
  readonly name: string;
  readonly health: 'unknown' | 'ok' | 'err';
  readonly state: 'inactive' | 'pending' | 'firing';
  readonly lastError?: string;
}

/** A Prometheus of the test's own, with the rules of `deploy`; `prometheus` must be installed. */
export class PrivatePrometheus extends PrivateServer {
  private constructor(
    private readonly folder: string,
    private readonly url: string,
  ) {
    super();
  }

  /** @param target the address that it reads every second */
  static async start(target: string): Promise<PrivatePrometheus> {
    const folder = mkdtempSync(join(tmpdir(), 'dialtone-prometheus-'));
    const config = {
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [resolve('deploy/prometheus/rules.yml')],
      scrape_configs: [{ job_name: 'dialtone', static_configs: [{ targets: [target] }] }],
    };
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config)); // which is YAML too
    const address = `127.0.0.1:${String(await freePort())}`;
    const server = new PrivatePrometheus(folder, `http://${address}`);
    const options = [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
    ];
    server.process = spawn('prometheus', options, { stdio: 'ignore' });
    await until('Prometheus is ready', () =>
      fetch(`${server.url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    return server;
  }

  /** What it answers to a query at the moment. */
  async query(expr: string): Promise<readonly Answer[]> {
    const { result } = await this.get<{ result: Answer[] }>(`query?${new URLSearchParams({ query: expr }).toString()}`);
    return result;
  }

  async rules(): Promise<LoadedRule[]> {
    const { groups } = await this.get<{ groups: { rules: LoadedRule[] }[] }>('rules');
    return groups.flatMap(({ rules }) => rules);
  }

  /** Ends it and deletes its data. */
  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async get<T>(path: string): Promise<T> {
    const answer = (await (await fetch(`${this.url}/api/v1/${path}`)).json()) as { data?: T; error?: string };
    if (answer.data === undefined) throw new Error(`Prometheus: ${answer.error ?? 'no answer'}`);
    return answer.data;
  }
}
