/** Frames in a row. Those who get the same frames share one sequence, and its bytes are joined once. */
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
 * What waits to be written at the end of the tick. Most clients get the same: they are the crowd and cost nothing here.
 * Only those whose frames differ, in this tick, have an entry.
 */
export class WriteQueue<C> {
  private crowd: Sequence | undefined;
  private own = new Map<C, Sequence | undefined>();

  /** Queues a frame for everyone, but for one where given. */
  addForAll(frame: Buffer, except?: C): void {
    const extend = extender(frame);
    if (except !== undefined && !this.own.has(except)) this.own.set(except, this.crowd);
    for (const [client, sequence] of this.own) if (client !== except) this.own.set(client, extend(sequence));
    this.crowd = extend(this.crowd);
  }

  /** Queues a frame for these. */
  add(frame: Buffer, clients: Iterable<C>): void {
    const extend = extender(frame);
    for (const client of clients) {
      this.own.set(client, extend(this.own.has(client) ? this.own.get(client) : this.crowd));
    }
  }

  /** A client that comes in the middle of a tick gets nothing of what was queued before. */
  join(client: C): void {
    if (this.crowd) this.own.set(client, undefined);
  }

  /** Hands over the bytes of those whose frames differ, with all they were to get; what the crowd gets still waits. */
  flushOwn(write: (client: C, bytes: Buffer) => void): void {
    for (const [client, sequence] of this.own) {
      if (!sequence) continue;
      write(client, sequence.bytes);
      this.own.set(client, undefined);
    }
    if (!this.crowd) this.own.clear();
  }

  /** Empties the queue: hands over each client's bytes, the same Buffer to all who get the same. */
  flush(everyone: Iterable<C>, write: (client: C, bytes: Buffer) => void): void {
    const { crowd, own } = this;
    if (!crowd && own.size === 0) return;
    this.crowd = undefined;
    this.own = new Map();
    for (const [client, sequence] of own) if (sequence) write(client, sequence.bytes);
    if (crowd) for (const client of everyone) if (!own.has(client)) write(client, crowd.bytes);
  }
}

/** Appends the frame to sequences; what was the same before is the same after. */
function extender(frame: Buffer): (sequence: Sequence | undefined) => Sequence {
  const extended = new Map<Sequence | undefined, Sequence>();
  return (sequence) => {
    let longer = extended.get(sequence);
    if (!longer) extended.set(sequence, (longer = new Sequence(sequence, frame)));
    return longer;
  };
}
