import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSources, parseSources } from '../load.js';
import { type Complaint, ContractError } from '../place.js';
import { APPROVALS, judgeApprovals } from './approvals.js';
import { diffContracts, readContract } from './diff.js';
import { type Contract, type Finding, severityOf, textOf } from './finding.js';
import { checkRevision, fileAt, lastTag, UnreadableRevision } from './revision.js';
import { judgeVersion } from './version.js';

/** What a comparison says; it fails when there are errors. */
export interface Report {
  readonly out: readonly string[];
  readonly errors: readonly string[];
}

/**
 * Compares the contract below `root` with that of a git revision, by default the last tag.
 *
 * @throws {UnreadableRevision} for a revision that git does not know, or whose contract cannot be read
 * @throws {ContractError} for a contract below `root` that cannot be read
 */
export function compareWith(root: string, revision = lastTag(root)): Report {
  const next = readContract(loadSources(root));
  if (revision === undefined) {
    return { out: ['No tag is before this revision, so there is no contract to compare with.'], errors: [] };
  }
  checkRevision(root, revision);
  const old = readOld(root, revision);
  const approvals = existsSync(join(root, APPROVALS)) ? readFileSync(join(root, APPROVALS), 'utf8') : '';
  const findings = diffContracts(old, next);
  const { unapproved, stale } = judgeApprovals(findings, approvals);
  const severities = findings.map(severityOf);
  // At a release itself its own approvals are left, and approve what came before it.
  const untouched = isSame(old, next) && approvals === (fileAt(root, revision, APPROVALS) ?? '');
  const complaints = [...judgeVersion(old.sources, next.sources, severities), ...(untouched ? [] : stale)];
  const errors = complaints.map(complaintText);
  if (unapproved.length > 0) {
    errors.push(
      `${count(unapproved.length, 'breaking change')} not approved: see "What may change" in libs/codegen/README.md`,
    );
  }
  const lines = findings.map((found) => {
    const approved = severityOf(found) === 'breaking' && !unapproved.includes(found);
    return `${placeText(found, old, revision)} ${textOf(found)}${approved ? ' [approved]' : ''}`;
  });
  const breaking = severities.filter((severity) => severity === 'breaking').length;
  const summary = `${count(findings.length, 'change')} since ${revision}, ${breaking} breaking`;
  return { out: [...lines, findings.length === 0 ? `no changes since ${revision}` : summary], errors };
}

function readOld(root: string, revision: string): Contract {
  const read = (file: string): string => {
    const text = fileAt(root, revision, file);
    if (text === undefined) throw new UnreadableRevision(`${revision} has no ${file}`);
    return text;
  };
  try {
    return readContract(parseSources(read('openapi.yaml'), read('asyncapi.yaml')));
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    const lines = error.complaints.map((complaint) => `${revision}:${complaintText(complaint)}`);
    throw new UnreadableRevision(
      [`The contract of ${revision} cannot be read; perhaps it is in an older dialect:`, ...lines].join('\n'),
    );
  }
}

function isSame({ sources: old }: Contract, { sources: next }: Contract): boolean {
  return old.openapi.text === next.openapi.text && old.asyncapi.text === next.asyncapi.text;
}

function complaintText({ file, line, column, reason }: Complaint): string {
  return `${file}:${line}:${column} ${reason}`;
}

/** As git writes it, `v1.2.0:openapi.yaml`, for what stands in the old file alone. */
function placeText({ place }: Finding, old: Contract, revision: string): string {
  const { file, line, column } = place.complaint('');
  const isOld = place.source === old.sources.openapi || place.source === old.sources.asyncapi;
  return `${isOld ? `${revision}:` : ''}${file}:${line}:${column}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
