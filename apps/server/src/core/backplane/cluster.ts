import { limits } from '@app/contract';
import type { LinkListener, RedisLink } from './redis-link.js';
import type { Seal } from './seal.js';

/** One thing that a node tells all others: an entry of its own that changed (null: is gone), or an event. */
export type Op =
  | readonly [kind: 'entry', collection: string, id: string, value: object | null]
  | readonly [kind: 'event', type: string, event: object];

/** All entries of a node, by collection and id. */
export type State = Readonly<Record<string, readonly (readonly [id: string, value: object])[]>>;

/** What travels. `seq` numbers a node's `ops`, so that a hole is noticed; in anything else it is the last number given. */
type Packet = { readonly node: string } & (
  | { readonly kind: 'ops'; readonly seq: number; readonly ops: readonly Op[] }
  | { readonly kind: 'beat'; readonly seq: number; readonly isHello: boolean }
  | { readonly kind: 'bye'; readonly seq: number }
  | { readonly kind: 'ask' }
  | { readonly kind: 'state'; readonly seq: number; readonly state: State }
  | { readonly kind: 'direct'; readonly topic: string; readonly data: object }
);

/** Who uses the cluster. */
export interface ClusterHost {
  /** This node's entries. */
  state(): State;
  /** Another node told something. */
  apply(node: string, op: Op): void;
  /** Another node's entries are these and no others. */
  replace(node: string, state: State): void;
  /** Another node told this one alone something. */
  direct(topic: string, data: object): void;
  /** Something that the node told was not heard. */
  missed(node: string): void;
}

/** Another node, as far as it was heard. */
interface Peer {
  /** The last of its ops that were heard without a hole. */
  seq: number;
  silentTicks: number;
  /** How many ticks until it may be asked for its state again. */
  patience: number;
}

const TICK_MS = 500;
const TICKS_PER_BEAT = 4;
/** How long Redis may keep a beat of ours before it counts as gone. */
const MAX_ECHO_TICKS = 2 * TICKS_PER_BEAT;
/** Three seconds less than the contract says, for on a busy machine timers are late, and so is whoever looks on. */
const MAX_SILENT_TICKS = ((limits.nodeTimeoutSeconds - 3) * 1000) / TICK_MS;
/** How long after Redis was away nodes may take to be heard of again: who is not there any more is forgotten then. */
const MAX_RETURN_TICKS = 5;
const MAX_OPS_CHARS = 64 * 1024;

/**
 * Keeps what the nodes know of each other the same. Each numbers what it tells; who notices a hole asks that node for
 * its whole state. While Redis is away nobody can be heard, so silence counts against nobody.
 */
export class Cluster implements LinkListener {
  private readonly link: RedisLink;
  private readonly peers = new Map<string, Peer>();
  private seq = 0;
  private unsent: Op[] = [];
  private ticks = 0;
  private echoTicks = 0;
  private isUp = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly node: string,
    private readonly channel: string,
    private readonly seal: Seal,
    private readonly host: ClusterHost,
    connect: (channels: readonly string[], listener: LinkListener) => RedisLink,
  ) {
    this.link = connect([channel, this.channelOf(node)], this);
  }

  /** Can the other nodes be reached, as far as is known? */
  get isConnected(): boolean {
    return this.isUp;
  }

  /** Resolves once the others are reached, or could not be at once. */
  async start(): Promise<void> {
    this.timer = setInterval(() => this.tick(), TICK_MS).unref();
    await this.link.open();
  }

  /** Tells all other nodes, together with what else is told in this tick. */
  tell(op: Op): void {
    this.unsent.push(op);
    if (this.unsent.length === 1) setImmediate(() => this.flush());
  }

  /** Tells one other node; false when it cannot be reached. */
  tellOne(node: string, topic: string, data: object): boolean {
    this.flush(); // what was told before is heard before
    return this.isUp && this.send(this.channelOf(node), { kind: 'direct', node: this.node, topic, data });
  }

  up(): void {
    this.isUp = true;
    this.echoTicks = 0;
    for (const peer of this.peers.values()) {
      peer.silentTicks = Math.max(peer.silentTicks, MAX_SILENT_TICKS - MAX_RETURN_TICKS);
    }
    this.beat(true);
  }

  down(): void {
    this.isUp = false;
  }

  message(channel: string, sealed: string): void {
    const text = this.seal.open(channel, sealed);
    if (text === null) return;
    const packet = JSON.parse(text) as Packet;
    if (packet.node === this.node) this.echoTicks = 0;
    else this.hear(packet);
  }

  /** Says goodbye, and ends. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.flush();
    this.send(this.channel, { kind: 'bye', node: this.node, seq: this.seq });
    this.isUp = false;
    await this.link.close();
  }

  /** Runs a script about one key. */
  run(script: string, key: string, args: readonly (string | number)[]): Promise<unknown> {
    return this.link.run(script, key, args);
  }

  /** The channel that only that node listens to. */
  private channelOf(node: string): string {
    return `${this.channel}:${node}`;
  }

  private hear(packet: Packet): void {
    const { node } = packet;
    const peer = this.peers.get(node) ?? { seq: 0, silentTicks: 0, patience: 0 };
    this.peers.set(node, peer);
    peer.silentTicks = 0;
    switch (packet.kind) {
      case 'ops':
        this.hearOps(node, peer, packet.seq, packet.ops);
        break;
      case 'beat':
        if (packet.isHello) this.beat(false);
        if (packet.seq > peer.seq) this.ask(node, peer);
        break;
      case 'ask':
        this.flush(); // so that the state is that of the number
        this.send(this.channelOf(node), { kind: 'state', node: this.node, seq: this.seq, state: this.host.state() });
        break;
      case 'state':
        if (packet.seq < peer.seq) break;
        this.host.replace(node, packet.state);
        if (packet.seq > peer.seq) this.host.missed(node);
        peer.seq = packet.seq;
        break;
      case 'bye':
        this.forget(node);
        if (packet.seq > peer.seq) this.host.missed(node);
        break;
      case 'direct':
        this.host.direct(packet.topic, packet.data);
    }
  }

  private hearOps(node: string, peer: Peer, seq: number, ops: readonly Op[]): void {
    if (seq <= peer.seq) return;
    const isNext = seq === peer.seq + 1;
    if (isNext) peer.seq = seq;
    else this.ask(node, peer);
    // An event counts by itself; entries count in their order only.
    for (const op of ops) if (isNext || op[0] === 'event') this.host.apply(node, op);
  }

  private ask(node: string, peer: Peer): void {
    if (peer.patience > 0) return;
    if (this.send(this.channelOf(node), { kind: 'ask', node: this.node })) peer.patience = 2;
  }

  private forget(node: string): void {
    this.peers.delete(node);
    this.host.replace(node, {});
  }

  private tick(): void {
    this.ticks++;
    if (!this.isUp) return;
    if (++this.echoTicks > MAX_ECHO_TICKS) {
      this.link.reconnect('it is silent');
      return;
    }
    if (this.ticks % TICKS_PER_BEAT === 0) this.beat(false);
    for (const [node, peer] of this.peers) {
      peer.patience = Math.max(0, peer.patience - 1);
      if (++peer.silentTicks <= MAX_SILENT_TICKS) continue;
      this.forget(node);
      this.host.missed(node); // what it told last, nobody may have heard
    }
  }

  private beat(isHello: boolean): void {
    this.flush();
    this.send(this.channel, { kind: 'beat', node: this.node, seq: this.seq, isHello });
  }

  private flush(): void {
    const ops = this.unsent;
    this.unsent = [];
    if (ops.length > 0 && !this.isUp) this.seq++; // nobody hears it: a hole
    let texts: string[] = [];
    let chars = 0;
    const publish = () => {
      if (texts.length > 0) this.publish(this.channel, opsPacket(this.node, ++this.seq, texts));
      texts = [];
      chars = 0;
    };
    for (const op of this.isUp ? ops : []) {
      const text = JSON.stringify(op);
      if (chars + text.length > MAX_OPS_CHARS) publish();
      texts.push(text);
      chars += text.length;
    }
    publish();
  }

  private send(channel: string, packet: Packet): boolean {
    return this.publish(channel, JSON.stringify(packet));
  }

  private publish(channel: string, text: string): boolean {
    return this.link.publish(channel, this.seal.close(channel, text));
  }
}

/** A packet of ops that are JSON already. */
function opsPacket(node: string, seq: number, ops: readonly string[]): string {
  return `{"kind":"ops","node":${JSON.stringify(node)},"seq":${String(seq)},"ops":[${ops.join(',')}]}`;
}
