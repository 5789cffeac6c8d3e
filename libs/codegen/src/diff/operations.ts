import type { Operation, SecurityAlternative } from '../model.js';
import type { Place } from '../place.js';
import { diffAnswers } from './answers.js';
import { at, change, type Contract, type Finding, finding, pair } from './finding.js';
import { diffParameters } from './parameters.js';
import { type Comparison, diffNamed } from './schemas.js';

/** How the values of both directions are compared. */
export interface Directions {
  readonly sent: Comparison;
  readonly read: Comparison;
}

/** The operations of openapi.yaml, by method and path; a parameter's name in a path does not matter. */
export function diffOperations(old: Contract, next: Contract, directions: Directions): Finding[] {
  const route = ({ method, path }: Operation) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`;
  const { removed, added, kept } = pair(old.model.operations, next.model.operations, route);
  return [
    ...removed.map((operation) => finding('operation-removed', operation.place, subjectOf(operation), 'removed')),
    ...added.map((operation) => finding('operation-added', operation.place, subjectOf(operation), 'added')),
    ...kept.flatMap(([before, after]) => [
      ...diffNames(before, after),
      ...diffSdk(before, after),
      ...diffSecurity(before, after),
      ...diffRate(before, after),
      ...diffParameters(before, after, subjectOf(after), directions.sent),
      ...diffBody(before, after, directions.sent),
      ...diffAnswers(before, after, subjectOf(after), { old, next }, directions.read),
    ]),
  ];
}

function subjectOf({ method, path }: Operation): string {
  return `${method} ${path}`;
}

function diffNames(old: Operation, next: Operation): Finding[] {
  const subject = subjectOf(next);
  const methods = [old, next].map(({ tag, sdkMethod }) => `${tag}.${sdkMethod}`);
  const findings: Finding[] = [];
  if (old.id !== next.id) {
    findings.push(finding('operation-id-changed', at(next.place, 'operationId'), subject, change(old.id, next.id)));
  }
  if (methods[0] !== methods[1]) {
    const place = at(next.place, old.tag === next.tag ? 'x-sdk-method' : 'tags');
    findings.push(finding('sdk-method-renamed', place, subject, change(methods[0], methods[1])));
  }
  return findings;
}

function diffSdk(old: Operation, next: Operation): Finding[] {
  const subject = subjectOf(next);
  const findings: Finding[] = [];
  if (old.setsToken !== next.setsToken) {
    const place = at(next.place, 'x-sdk-sets-token');
    findings.push(finding('sdk-sets-token-changed', place, subject, change(old.setsToken, next.setsToken)));
  }
  if (old.endsSession !== next.endsSession) {
    const place = at(next.place, 'x-sdk-ends-session');
    findings.push(finding('sdk-ends-session-changed', place, subject, change(old.endsSession, next.endsSession)));
  }
  if (old.retryable !== next.retryable) {
    const rule = next.retryable ? 'sdk-retryable-added' : 'sdk-retryable-removed';
    findings.push(finding(rule, at(next.place, 'x-sdk-retryable'), subject, change(old.retryable, next.retryable)));
  }
  return [...findings, ...diffPages(old, next)];
}

/** The first step is the default, so another order is a change; further steps are not. */
function diffPages({ pages: old }: Operation, next: Operation): Finding[] {
  const place = at(next.place, 'x-sdk-pages');
  const added = (detail: string) => [finding('sdk-pages-added', place, subjectOf(next), detail)];
  const changed = (detail: string) => [finding('sdk-pages-changed', place, subjectOf(next), detail)];
  if (!old) return next.pages ? added('walked by pages') : [];
  if (!next.pages) return changed('not walked by pages any more');
  if (old.items !== next.pages.items) return changed(`items ${change(old.items, next.pages.items)}`);
  if (old.more !== next.pages.more) return changed(`more ${change(old.more, next.pages.more)}`);
  const steps = [old, next.pages].map((pages) =>
    pages.steps.map(({ towards, parameter, field }) => `${towards} ${parameter}=${field}`),
  );
  const [before = [], after = []] = steps;
  if (before[0] !== after[0] || before.some((step) => !after.includes(step))) {
    return changed(change(before.join(', '), after.join(', ')));
  }
  return after.length > before.length ? added(change(before.join(', '), after.join(', '))) : [];
}

function diffSecurity(old: Operation, next: Operation): Finding[] {
  const detail = change(securityText(old), securityText(next));
  const place = at(next.place, 'security');
  const findings: Finding[] = [];
  if (!admitsAll(next.security, old.security)) {
    findings.push(finding('security-tightened', place, subjectOf(next), detail));
  }
  if (!admitsAll(old.security, next.security)) {
    findings.push(finding('security-loosened', place, subjectOf(next), detail));
  }
  return findings;
}

/** Whether everyone whom `old` admits is admitted by `next`. One alternative is enough; of its roles all are needed. */
function admitsAll(next: readonly SecurityAlternative[], old: readonly SecurityAlternative[]): boolean {
  if (next.length === 0) return true;
  if (old.length === 0) return false;
  return old.every((caller) =>
    next.some((alternative) => {
      if (alternative.scheme === 'adminToken' || caller.scheme === 'adminToken') {
        return alternative.scheme === caller.scheme;
      }
      return alternative.roles.every((role) => caller.roles.includes(role));
    }),
  );
}

function securityText({ security }: Operation): string {
  if (security.length === 0) return 'public';
  return security
    .map((alternative) => `${alternative.scheme}${'roles' in alternative ? `[${alternative.roles.join(', ')}]` : ''}`)
    .join(' or ');
}

/** `x-rate`: without one, only the server's capacity limits how often an operation is called. */
function diffRate(old: Operation, next: Operation): Finding[] {
  const [before, after] = [old.rate, next.rate];
  const found = (rule: Finding['rule'], place: Place, detail: string) => finding(rule, place, subjectOf(next), detail);
  const told = ({ perMinute, burst }: NonNullable<Operation['rate']>) => `${perMinute} per minute, burst ${burst}`;
  if (before === null) return after === null ? [] : [found('rate-added', at(next.place, 'x-rate'), told(after))];
  if (after === null) return [found('rate-removed', at(old.place, 'x-rate'), `${told(before)}, removed`)];
  return (['perMinute', 'burst'] as const)
    .filter((name) => before[name] !== after[name])
    .map((name) => {
      const rule = after[name] < before[name] ? 'rate-lowered' : 'rate-raised';
      return found(rule, at(next.place, 'x-rate', name), `${name} ${change(before[name], after[name])}`);
    });
}

function diffBody(old: Operation, next: Operation, sent: Comparison): Finding[] {
  const subject = subjectOf(next);
  if (old.body === null && next.body === null) return [];
  if (next.body === null) return [finding('body-removed', at(old.place, 'requestBody'), subject, 'no body any more')];
  if (old.body === null) return [finding('body-added', at(next.place, 'requestBody'), subject, 'needs a body')];
  return diffNamed(sent, `${subject} body`, old.body, next.body);
}
