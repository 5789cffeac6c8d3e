import type { Complaint } from '../place.js';
import { type Finding, severityOf, textOf } from './finding.js';

/** Where breaking changes are approved, one a line, as the comparison prints them but for the place. */
export const APPROVALS = 'contract-changes.txt';

/** The breaking changes that nobody approved, and the approvals of what is no breaking change (any more). */
export function judgeApprovals(
  findings: readonly Finding[],
  text: string,
): { unapproved: Finding[]; stale: Complaint[] } {
  const open = new Map(
    findings.filter((found) => severityOf(found) === 'breaking').map((found) => [textOf(found), found]),
  );
  const stale: Complaint[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (!open.delete(line)) {
      stale.push({ file: APPROVALS, line: index + 1, column: 1, reason: `approves nothing (any more): ${line}` });
    }
  }
  return { unapproved: [...open.values()], stale };
}
