import type { Operation } from '../model.js';
import type { Place } from '../place.js';
import { at, change, type Contract, type Finding, finding, pair } from './finding.js';
import { type Comparison, diffNamed } from './schemas.js';

/** What an operation answers with: its success, its headers and its error codes. */
export function diffAnswers(
  old: Operation,
  next: Operation,
  subject: string,
  contracts: { old: Contract; next: Contract },
  read: Comparison,
): Finding[] {
  const place = at(next.place, 'responses', String(next.status));
  const findings: Finding[] = [];
  if (old.status !== next.status) {
    findings.push(finding('success-status-changed', place, subject, change(old.status, next.status)));
  }
  if (!old.noContent && next.noContent) {
    findings.push(finding('no-content-added', at(next.place, 'responses', '204'), subject, 'may also answer 204'));
  }
  if (old.otherStatus !== next.otherStatus) {
    const from = old.otherStatus ?? 'no other status';
    findings.push(finding('other-status-changed', place, subject, change(from, next.otherStatus ?? 'no other status')));
  }
  if (old.contentType && next.contentType && old.contentType !== next.contentType) {
    findings.push(finding('content-type-changed', place, subject, change(old.contentType, next.contentType)));
  }
  return [
    ...findings,
    ...diffOutput(old, next, subject, place, read),
    ...diffHeaders(old, next, subject),
    ...diffErrorCodes(old, next, subject, contracts),
  ];
}

function diffOutput(old: Operation, next: Operation, subject: string, place: Place, read: Comparison): Finding[] {
  if (old.output === null) return next.output === null ? [] : [finding('answer-added', place, subject, 'has a body')];
  if (next.output === null) return [finding('answer-removed', place, subject, 'no body any more')];
  return diffNamed(read, `${subject} answer`, old.output, next.output);
}

/** The headers of the answers that stay. */
function diffHeaders(old: Operation, next: Operation, subject: string): Finding[] {
  const responses = [old, next].map(({ place }) => place.find('responses')?.entries() ?? []);
  const { kept } = pair(responses[0] ?? [], responses[1] ?? [], ({ key }) => key);
  return kept.flatMap(([before, after]) => {
    const headers = [before, after].map(
      (response) => response.follow('components/responses').find('headers')?.entries() ?? [],
    );
    // Names of headers come in any case.
    const { removed } = pair(headers[0] ?? [], headers[1] ?? [], ({ key }) => key.toLowerCase());
    return removed.map((header) =>
      finding('response-header-removed', header, `${subject} ${after.key}`, `${header.key} removed`),
    );
  });
}

/** The codes that an operation or a frame is answered with. A code that is gone altogether is told of once, elsewhere. */
export function diffErrorCodes(
  old: Pick<Operation, 'errors'>,
  next: Pick<Operation, 'errors' | 'place'>,
  subject: string,
  contracts: { old: Contract; next: Contract },
): Finding[] {
  const { removed, added } = pair(old.errors, next.errors, (code) => code);
  const known = (contract: Contract, code: string) => contract.model.errors.some((error) => error.code === code);
  const place = at(next.place, 'responses');
  return [
    ...removed
      .filter((code) => known(contracts.next, code))
      .map((code) => finding('operation-error-removed', place, subject, `no ${code} any more`)),
    ...added.map((code) => finding('operation-error-added', place, subject, `may answer ${code}`)),
  ];
}

/** `Problem`, the body of every error. */
export function diffProblem(read: Comparison): Finding[] {
  const name = 'Problem';
  return read.old.schemas.has(name) && read.next.schemas.has(name) ? diffNamed(read, name, name, name) : [];
}
