import type { Message } from '../model.js';
import type { Place } from '../place.js';
import { diffErrorCodes } from './answers.js';
import { at, change, type Contract, type Finding, finding, pair } from './finding.js';
import type { Directions } from './operations.js';
import { diffNamed } from './schemas.js';

/** The WebSocket: where it is opened, its frames both ways, and the types that nobody sends any more. */
export function diffFrames(old: Contract, next: Contract, directions: Directions): Finding[] {
  const key = ({ direction, type }: Message) => `${direction} ${type}`;
  const { removed, added, kept } = pair(old.model.messages, next.model.messages, key);
  return [
    ...diffPath(old, next),
    ...diffHandshake(old, next),
    ...removed.map((message) => {
      const rule = message.direction === 'inbound' ? 'frame-removed' : 'event-removed';
      return finding(rule, message.place, message.type, 'removed');
    }),
    ...added.map((message) => {
      const rule = message.direction === 'inbound' ? 'frame-added' : 'event-added';
      return finding(rule, message.place, message.type, 'added');
    }),
    ...kept.flatMap(([before, after]) => {
      const comparison = after.direction === 'inbound' ? directions.sent : directions.read;
      return [
        ...diffNamed(comparison, after.type, before.payload, after.payload),
        ...diffErrorCodes(before, after, after.type, { old, next }),
        ...diffSignal(before, after),
      ];
    }),
    ...diffRetired(old, next),
  ];
}

/** Signals have a rate of their own. */
function diffSignal(old: Message, next: Message): Finding[] {
  if (old.isSignal === next.isSignal) return [];
  const detail = `x-signal ${change(old.isSignal, next.isSignal)}`;
  return [finding('frame-signal-changed', at(next.place, 'x-signal'), next.type, detail)];
}

/** The channel whose address both have. */
function toServer({ sources }: Contract): Place {
  return at(sources.asyncapi.root, 'channels', 'toServer');
}

function diffPath(old: Contract, next: Contract): Finding[] {
  const [before, after] = [old.model.realtimePath, next.model.realtimePath];
  if (before === after) return [];
  return [finding('realtime-path-changed', at(toServer(next), 'address'), 'the WebSocket', change(before, after))];
}

/** The schemes of which one opens the WebSocket; none are needed where there are none. */
function diffHandshake(old: Contract, next: Contract): Finding[] {
  const servers = ({ sources }: Contract) => sources.asyncapi.root.find('servers')?.entries() ?? [];
  const schemes = (contract: Contract) => {
    const refs = servers(contract).flatMap((server) => server.find('security')?.items() ?? []);
    return [...new Set(refs.map((ref) => ref.follow('components/securitySchemes').key))];
  };
  const [before, after] = [schemes(old), schemes(next)];
  const admitsAll = (now: readonly string[], then: readonly string[]) =>
    now.length === 0 || (then.length > 0 && then.every((scheme) => now.includes(scheme)));
  const found = (rule: Finding['rule']) => {
    const place = servers(next)[0] ?? at(next.sources.asyncapi.root, 'servers');
    const told = [before, after].map((names) => (names.length === 0 ? 'public' : names.join(' or ')));
    return finding(rule, at(place, 'security'), 'the WebSocket', change(told[0], told[1]));
  };
  return [
    ...(admitsAll(after, before) ? [] : [found('security-tightened')]),
    ...(admitsAll(before, after) ? [] : [found('security-loosened')]),
  ];
}

function diffRetired(old: Contract, next: Contract): Finding[] {
  const { removed, added, kept } = pair(old.model.retiredTypes, next.model.retiredTypes, ({ type }) => type);
  const place = (contract: Contract, type: string) => at(toServer(contract), 'x-retired-types', type);
  return [
    ...removed.map(({ type, code }) =>
      finding('retired-type-removed', place(old, type), type, `not answered with ${code} any more`),
    ),
    ...added.map(({ type, code }) => finding('retired-type-added', place(next, type), type, `answered with ${code}`)),
    ...kept
      .filter(([before, after]) => before.code !== after.code)
      .map(([before, after]) =>
        finding('retired-type-changed', place(next, after.type), after.type, change(before.code, after.code)),
      ),
  ];
}
