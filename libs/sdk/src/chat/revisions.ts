import { isObject } from './documents.js';
import type { ChatDocumentName, Revisions } from './store.js';

/** The documents that no other client writes. */
const COUNTED: readonly ChatDocumentName[] = [
  'key_versions',
  'identity',
  'trust',
  'proofs',
  'recovery',
  'session',
  'devices',
];

/**
 * How often each document was changed. Every document says that of itself and of all others, as far as it was known when
 * it was written: so one that is put back to what it was is older than the others say.
 */
export class RevisionLog {
  #latest: Revisions = {};

  /** Takes what a document says, after it was read or written. */
  learn(document: unknown): void {
    this.#latest = later(this.#latest, revisionsOf(document));
  }

  /** Is the document older than another one says? */
  isOlder(name: ChatDocumentName, document: unknown): boolean {
    return COUNTED.includes(name) && (revisionsOf(document)[name] ?? 0) < (this.#latest[name] ?? 0);
  }

  /** The document, changed from what it was before, with what it says. */
  stamp<T extends object>(name: ChatDocumentName, before: unknown, document: T): T {
    if (!COUNTED.includes(name)) return document;
    const latest = later(this.#latest, revisionsOf(before));
    return { ...document, revisions: { ...latest, [name]: (latest[name] ?? 0) + 1 } };
  }
}

function revisionsOf(document: unknown): Revisions {
  const told = isObject(document) ? document['revisions'] : undefined;
  if (!isObject(told)) return {};
  return Object.fromEntries(COUNTED.flatMap((name) => (Number.isSafeInteger(told[name]) ? [[name, told[name]]] : [])));
}

function later(one: Revisions, other: Revisions): Revisions {
  const names = COUNTED.filter((name) => one[name] !== undefined || other[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, Math.max(one[name] ?? 0, other[name] ?? 0)]));
}
