import { readFileSync } from 'node:fs';

/** The parts of Jest's JSON report that are read. */
export interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** A test that failed, or a file that could not be run. */
export interface Failure {
  readonly test: string;
  readonly message: string;
}

export function readReport(path: string): Report {
  return JSON.parse(readFileSync(path, 'utf8')) as Report;
}

export function failuresIn({ testResults }: Report): Failure[] {
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const tests = assertionResults.filter(({ status }) => status === 'failed');
      if (tests.length === 0) return [{ test: name, message }];
      return tests.map(({ fullName, failureMessages }) => ({
        test: `${name}: ${fullName}`,
        message: failureMessages.join('\n'),
      }));
    });
}
