import { PATIENCE_MS } from './pace.js';

/** What arrives one after the other. Each item can be waited for, and none is taken twice. */
export class Inbox<Item> {
  private readonly arrived: Item[] = [];
  private readonly taken = new Set<Item>();
  /** Those who wait, the first first; each says whether it takes an item. */
  private readonly waiting = new Set<(item: Item) => boolean>();

  /**
   * @param nameOf names an item in the error when another one does not arrive
   * @param patienceMs how long to wait for an item
   */
  constructor(
    private readonly nameOf: (item: Item) => string,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** Everything that has arrived so far, in order. */
  get all(): readonly Item[] {
    return this.arrived;
  }

  add(item: Item): void {
    this.arrived.push(item);
    for (const takes of this.waiting) if (takes(item)) return;
  }

  /** Takes the first such item, and waits for it if need be. */
  take(name: string, isMeant: (item: Item) => boolean): Promise<Item> {
    const found = this.arrived.find((item) => !this.taken.has(item) && isMeant(item));
    if (found !== undefined) {
      this.taken.add(found);
      return Promise.resolve(found);
    }
    return new Promise((resolve, reject) => {
      const takes = (item: Item): boolean => {
        if (!isMeant(item)) return false;
        clearTimeout(timer);
        this.waiting.delete(takes);
        this.taken.add(item);
        resolve(item);
        return true;
      };
      const timer = setTimeout(() => {
        this.waiting.delete(takes);
        reject(new Error(`no ${name} came; what came: ${this.arrived.map(this.nameOf).join(', ')}`));
      }, this.patienceMs);
      this.waiting.add(takes);
    });
  }

  /** Forgets what has arrived so far. */
  clear(): void {
    this.arrived.length = 0;
  }
}
