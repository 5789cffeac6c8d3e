import type { Sources } from '../load.js';
import type { Complaint, Place } from '../place.js';
import type { Severity } from './rules.js';

type Version = readonly [major: number, minor: number, patch: number];

/**
 * What is wrong with `info.version`, given the changes: both files carry the same one, and it is as high as semantic
 * versioning asks, where a 0.x tells of breaking changes with its minor number and of additions with any.
 *
 * @throws {ContractError} for a version that is none
 */
export function judgeVersion(old: Sources, next: Sources, severities: readonly Severity[]): Complaint[] {
  const place = versionPlace(next.openapi.root);
  const other = versionPlace(next.asyncapi.root);
  const [before, after] = [read(versionPlace(old.openapi.root)), read(place)];
  read(other);
  if (other.text() !== place.text()) {
    return [other.complaint(`info.version is ${other.text()} here and ${place.text()} in openapi.yaml`)];
  }
  const least = severities.includes('breaking')
    ? afterBreaking(before)
    : severities.includes('addition')
      ? afterAddition(before)
      : before;
  if (compare(after, least) >= 0) return [];
  const why =
    least === before
      ? ''
      : severities.includes('breaking')
        ? ', because it breaks clients'
        : ', because there is more in it';
  return [
    place.complaint(
      `info.version is ${place.text()}; after ${before.join('.')} it is at least ${least.join('.')}${why}`,
    ),
  ];
}

function afterBreaking([major, minor]: Version): Version {
  return major === 0 ? [0, minor + 1, 0] : [major + 1, 0, 0];
}

function afterAddition([major, minor, patch]: Version): Version {
  return major === 0 ? [0, minor, patch + 1] : [major, minor + 1, 0];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function versionPlace(root: Place): Place {
  return root.get('info').get('version');
}

/** What follows a hyphen is not compared: 1.0.0-rc.1 is on its way to 1.0.0. */
function read(place: Place): Version {
  const match = /^(\d+)\.(\d+)\.(\d+)(?:-[0-9A-Za-z.-]+)?$/.exec(typeof place.value === 'string' ? place.value : '');
  if (!match) return place.fail('expected a version such as 1.2.3');
  const [, major, minor, patch] = match.map(Number);
  return [major ?? 0, minor ?? 0, patch ?? 0];
}
