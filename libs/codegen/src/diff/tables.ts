import type { Limit } from '../model.js';
import type { Place } from '../place.js';
import { at, change, type Contract, type Finding, finding, pair } from './finding.js';

/** The tables of both files: error codes, limits, close codes, rules, security schemes and servers. */
export function diffTables(old: Contract, next: Contract): Finding[] {
  return [
    ...diffErrors(old, next),
    ...diffLimitTable(old, next),
    ...diffCloseCodes(old, next),
    ...diffRules(old, next),
    ...diffSecuritySchemes(old, next),
    ...diffServers(old, next),
  ];
}

/** `ErrorCode`. The texts are for people, and may change. */
function diffErrors(old: Contract, next: Contract): Finding[] {
  const { removed, added, kept } = pair(old.model.errors, next.model.errors, ({ code }) => code);
  return [
    ...removed.map(({ code, place }) => finding('error-code-removed', place, code, 'removed')),
    ...added.map(({ code, place }) => finding('error-code-added', place, code, 'added')),
    ...kept.flatMap(([before, after]) => {
      const found = (rule: Finding['rule'], detail: string) => finding(rule, after.place, after.code, detail);
      const findings: Finding[] = [];
      if (before.status !== after.status) {
        findings.push(found('error-status-changed', `status ${change(before.status, after.status)}`));
      }
      if (before.frame && !after.frame) findings.push(found('error-frame-removed', 'not in error events any more'));
      if (!before.frame && after.frame) findings.push(found('error-frame-added', 'in error events too'));
      if (before.passes && !after.passes)
        findings.push(found('error-passes-removed', 'does not pass by itself any more'));
      if (!before.passes && after.passes) findings.push(found('error-passes-added', 'passes by itself'));
      return findings;
    }),
  ];
}

/** `x-limits`. Of counts, sizes and rates less hurts who sends; a duration hurts either way. */
function diffLimitTable(old: Contract, next: Contract): Finding[] {
  const { removed, added, kept } = pair(old.model.limits, next.model.limits, ({ name }) => name);
  const place = ({ sources }: Contract, name: string) => at(sources.openapi.root, 'x-limits', name);
  const isDuration = ({ unit }: Limit) => unit === 'seconds' || unit === 'milliseconds';
  const told = ({ value, unit }: Limit) => `${value} ${unit}`;
  return [
    ...removed.map((limit) => finding('limit-removed', place(old, limit.name), limit.name, `${told(limit)}, removed`)),
    ...added.map((limit) => {
      const rule = isDuration(limit) ? 'duration-added' : 'limit-added';
      return finding(rule, place(next, limit.name), limit.name, told(limit));
    }),
    ...kept.flatMap(([before, after]) => {
      const here = place(next, after.name);
      if (before.unit !== after.unit) {
        return [finding('limit-unit-changed', here, after.name, change(told(before), told(after)))];
      }
      if (before.value === after.value) return [];
      const rule = isDuration(after)
        ? 'duration-changed'
        : after.value < before.value
          ? 'limit-lowered'
          : 'limit-raised';
      return [finding(rule, at(here, 'value'), after.name, `${before.value} → ${told(after)}`)];
    }),
  ];
}

function diffCloseCodes(old: Contract, next: Contract): Finding[] {
  const { removed, added, kept } = pair(old.model.closeCodes, next.model.closeCodes, ({ code }) => String(code));
  const place = ({ sources }: Contract, code: number) => at(sources.asyncapi.root, 'x-close-codes', String(code));
  const told = ({ code, name }: { code: number; name: string }) => `close code ${code} (${name})`;
  return [
    ...removed.map((code) => finding('close-code-removed', place(old, code.code), told(code), 'removed')),
    ...added.map((code) => finding('close-code-added', place(next, code.code), told(code), 'added')),
    ...kept.flatMap(([before, after]) => {
      const here = place(next, after.code);
      const findings: Finding[] = [];
      if (before.name !== after.name) {
        findings.push(finding('close-code-renamed', at(here, 'name'), told(after), change(before.name, after.name)));
      }
      if (before.reconnect !== after.reconnect) {
        const detail = `reconnect ${change(before.reconnect, after.reconnect)}`;
        findings.push(finding('close-code-reconnect-changed', at(here, 'reconnect'), told(after), detail));
      }
      return findings;
    }),
  ];
}

/** `x-rules`. What another wording means nobody but a reader can tell. */
function diffRules(old: Contract, next: Contract): Finding[] {
  const { removed, added, kept } = pair(old.model.rules, next.model.rules, ({ id }) => id);
  const place = ({ sources }: Contract, id: string) => at(sources.asyncapi.root, 'x-rules', id);
  return [
    ...removed.map(({ id, text }) => finding('rule-removed', place(old, id), id, text)),
    ...added.map(({ id, text }) => finding('rule-added', place(next, id), id, text)),
    ...kept
      .filter(([before, after]) => before.text !== after.text)
      .map(([, { id, text }]) => finding('rule-reworded', place(next, id), id, text)),
  ];
}

/** How a token travels: everything of a scheme but its description. */
function diffSecuritySchemes(old: Contract, next: Contract): Finding[] {
  return (['openapi', 'asyncapi'] as const).flatMap((file) => {
    const schemes = ({ sources }: Contract) =>
      sources[file].root.find('components')?.find('securitySchemes')?.entries() ?? [];
    const { removed, kept } = pair(schemes(old), schemes(next), ({ key }) => key);
    return [
      ...removed.map((scheme) => finding('security-scheme-changed', scheme, scheme.key, 'removed')),
      ...kept
        .map(([before, after]) => ({ after, texts: [schemeText(before), schemeText(after)] as const }))
        .filter(({ texts }) => texts[0] !== texts[1])
        .map(({ after, texts }) => finding('security-scheme-changed', after, after.key, change(...texts))),
    ];
  });
}

function schemeText(scheme: Place): string {
  return scheme
    .entries()
    .filter(({ key }) => key !== 'description')
    .map(({ key, value }) => `${key} ${String(value)}`)
    .sort()
    .join(', ');
}

function diffServers(old: Contract, next: Contract): Finding[] {
  const urls = ({ sources }: Contract) =>
    (sources.openapi.root.find('servers')?.items() ?? []).map((server) => server.get('url'));
  const { removed } = pair(urls(old), urls(next), ({ value }) => String(value));
  return removed.map((url) => finding('server-url-removed', url, 'the server', `${String(url.value)} removed`));
}
