/** Frames in order. Clients that get the same frames share a sequence, whose bytes are joined only once. */
class Sequence {
  private joined: Buffer | undefined;
  private readonly length: number;

  constructor(
    private readonly before: Sequence | undefined,
    private readonly frame: Buffer,
  ) {
    this.length = (before?.length ?? 0) + frame.length;
  }

  get bytes(): Buffer {
    this.joined ??= this.before ? this.join() : this.frame;
    return this.joined;
  }

  private join(): Buffer {
    const frames = [this.frame];
    for (let part = this.before; part; part = part.before) frames.push(part.frame);
    return Buffer.concat(frames.reverse(), this.length);
  }
}

/**
 * Frames that wait to be written at the end of the tick. Most clients get the same ones: they are the crowd, and cost
 * nothing here. Only clients whose frames differ in this tick have an entry of their own.
 */
export class WriteQueue<C> {
  private crowd: Sequence | undefined;
  private own = new Map<C, Sequence | undefined>();

  /** Queues a frame for everyone, except one client if given. */
  addForAll(frame: Buffer, except?: C): void {
    const extend = extender(frame);
    if (except !== undefined && !this.own.has(except)) this.own.set(except, this.crowd);
    for (const [client, sequence] of this.own) if (client !== except) this.own.set(client, extend(sequence));
    this.crowd = extend(this.crowd);
  }

  /** Queues a frame for these clients; returns how many they are. */
  add(frame: Buffer, clients: Iterable<C>): number {
    const extend = extender(frame);
    let count = 0;
    for (const client of clients) {
      this.own.set(client, extend(this.own.has(client) ? this.own.get(client) : this.crowd));
      count++;
    }
    return count;
  }

  /** Adds a client in the middle of a tick: it gets nothing that was queued before. */
  join(client: C): void {
    if (this.crowd) this.own.set(client, undefined);
  }

  /** Writes everything for the clients whose frames differ; the crowd's frames go on waiting. */
  flushOwn(write: (client: C, bytes: Buffer) => void): void {
    for (const [client, sequence] of this.own) {
      if (!sequence) continue;
      write(client, sequence.bytes);
      this.own.set(client, undefined);
    }
    if (!this.crowd) this.own.clear();
  }

  /** Writes everything and empties the queue. Clients with the same frames get the same Buffer. */
  flush(everyone: Iterable<C>, write: (client: C, bytes: Buffer) => void): void {
    const { crowd, own } = this;
    if (!crowd && own.size === 0) return;
    this.crowd = undefined;
    this.own = new Map();
    for (const [client, sequence] of own) if (sequence) write(client, sequence.bytes);
    if (crowd) for (const client of everyone) if (!own.has(client)) write(client, crowd.bytes);
  }
}

/** Returns a function that appends the frame to sequences: equal sequences stay the same object. */
function extender(frame: Buffer): (sequence: Sequence | undefined) => Sequence {
  const extended = new Map<Sequence | undefined, Sequence>();
  return (sequence) => {
    let longer = extended.get(sequence);
    if (!longer) extended.set(sequence, (longer = new Sequence(sequence, frame)));
    return longer;
  };
}
