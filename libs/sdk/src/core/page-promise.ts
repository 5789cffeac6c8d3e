import type { PageSpec, PageStep } from '../protocol/specs.js';
import { ApiPromise, type WithResponse } from './api-promise.js';

/**
 * The promise of a list's page, which can also be iterated: `for await` walks the items of this page and of all that
 * follow it, each page asked for when it is reached. The options of the call (timeout, retries) hold for each request.
 */
export class PagePromise<Page, Item> extends ApiPromise<Page> implements AsyncIterable<Item> {
  readonly #request: (input: object) => Promise<WithResponse<Page>>;
  readonly #spec: PageSpec;
  readonly #input: object;

  constructor(request: (input: object) => Promise<WithResponse<Page>>, spec: PageSpec, input: object) {
    super(request(input));
    this.#request = request;
    this.#spec = spec;
    this.#input = input;
  }

  /** Walks page by page, each as the server answered it. */
  async *pages(): AsyncGenerator<Page, void, undefined> {
    const step = stepOf(this.#spec, this.#input);
    let page = (await this.withResponse()).data;
    for (let last: unknown; ;) {
      yield page;
      const cursor = cursorOf(this.#spec, step, page);
      if (cursor === undefined || cursor === last) return;
      last = cursor;
      page = (await this.#request({ ...this.#input, [step.parameter]: cursor })).data;
    }
  }

  /** Walks the items of all pages, in the direction of the pages: towards older ones, each page is walked backwards. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    const { towards } = stepOf(this.#spec, this.#input);
    for await (const page of this.pages()) {
      const items = itemsOf(this.#spec, page) as Item[];
      yield* towards === 'older' ? [...items].reverse() : items;
    }
  }
}

/** The direction of the pages: the one whose parameter the caller gave, else the first. */
function stepOf({ steps }: PageSpec, input: object): PageStep {
  return steps.find(({ parameter }) => (input as Record<string, unknown>)[parameter] !== undefined) ?? steps[0];
}

/** The cursor that asks for the next page; undefined when this page is the last. */
function cursorOf(spec: PageSpec, { towards, field }: PageStep, page: unknown): unknown {
  const answer = page as Record<string, unknown>;
  if (answer[spec.more] !== true) return undefined;
  if (towards === 'next') return answer[field];
  const item = itemsOf(spec, page).at(towards === 'older' ? 0 : -1);
  return (item as Record<string, unknown> | undefined)?.[field];
}

function itemsOf({ items }: PageSpec, page: unknown): readonly unknown[] {
  return (page as Record<string, readonly unknown[]>)[items] ?? [];
}
