/** An entry was added, changed or removed, by this node or another one. */
export interface EntryChange<T> {
  readonly id: string;
  /** The node whose entry it is. */
  readonly node: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/**
 * Entries that every node knows: each node changes its own, and is told of the others'. The listener is called for
 * every change, synchronously and in each node's order.
 */
export class SharedEntries<T extends object> {
  private readonly byNode = new Map<string, Map<string, T>>();

  /**
   * @param self this node's id
   * @param announce tells the other nodes the new value of one of this node's entries; null when it is removed
   */
  constructor(
    private readonly self: string,
    private readonly listener: (change: EntryChange<T>) => void,
    private readonly announce: (id: string, value: T | null) => void,
  ) {}

  /** Adds or changes an entry of this node. */
  set(id: string, value: T): void {
    this.announce(id, value);
    this.change(this.self, id, value);
  }

  /** Removes an entry of this node; nothing happens when there is none. */
  delete(id: string): void {
    if (!this.byNode.get(this.self)?.has(id)) return;
    this.announce(id, null);
    this.change(this.self, id, undefined);
  }

  /** The entries of a node. */
  of(node: string): ReadonlyMap<string, T> {
    return this.byNode.get(node) ?? new Map<string, T>();
  }

  /** Applies another node's change of one of its entries. */
  receive(node: string, id: string, value: T | null): void {
    this.change(node, id, value ?? undefined);
  }

  /** Makes these the entries of another node; with none, the node is forgotten. */
  replace(node: string, entries: ReadonlyMap<string, T>): void {
    for (const id of [...this.of(node).keys()]) if (!entries.has(id)) this.change(node, id, undefined);
    for (const [id, value] of entries) {
      if (JSON.stringify(this.of(node).get(id)) !== JSON.stringify(value)) this.change(node, id, value);
    }
  }

  private change(node: string, id: string, after: T | undefined): void {
    const entries = this.byNode.get(node) ?? new Map<string, T>();
    const before = entries.get(id);
    if (before === undefined && after === undefined) return;
    if (after === undefined) entries.delete(id);
    else entries.set(id, after);
    if (entries.size === 0) this.byNode.delete(node);
    else this.byNode.set(node, entries);
    this.listener({ id, node, before, after });
  }
}
