import { limits } from '@app/contract';
import { newId } from '../security/tokens.js';
import { type Content, type Op, opsPacket, type Packet, type State } from './packets.js';
import type { LinkListener, RedisLink } from './redis-link.js';
import type { Seal } from './seal.js';

/** What the cluster needs of its owner. */
export interface ClusterHost {
  /** This node's entries. */
  state(): State;
  /** Another node sent an op. */
  apply(node: string, op: Op): void;
  /** Replaces everything known of another node's entries. */
  replace(node: string, state: State): void;
  /** Another node sent data to this one alone. */
  direct(topic: string, data: object): void;
  /** Some of the node's ops were not received. */
  missed(node: string): void;
}

/** What has happened since the start. */
export class ClusterCounts {
  /** How often ops of another node were found missing. */
  holes = 0;
  /** How long a packet to all nodes took last, from here to Redis and back, in seconds. */
  lagSeconds = 0;
}

/** What is known of another node. */
interface Peer {
  /** The number of its last packet; none in an older version. */
  serial: number | undefined;
  /** The number of its last ops that came without a gap. */
  seq: number;
  silentTicks: number;
  /** How many ticks to wait before it may be asked for its state again. */
  patience: number;
}

/** A node that was asked for a sign of life. */
interface Stranger {
  /** What its answer has to repeat. */
  readonly nonce: string;
  /** How many ticks to wait before it may be asked again. */
  patience: number;
}

const TICK_MS = 500;
const TICKS_PER_BEAT = 4;
/** When our own beats do not come back for so long, Redis counts as away. */
const MAX_ECHO_TICKS = 2 * TICKS_PER_BEAT;
/** Three seconds less than the contract promises, because timers are late on a busy machine. */
const MAX_SILENT_TICKS = ((limits.nodeTimeoutSeconds - 3) * 1000) / TICK_MS;
/** How long other nodes have to send a sign of life after Redis was away, before they are forgotten. */
const MAX_RETURN_TICKS = 5;
const MAX_OPS_CHARS = 64 * 1024;

/**
 * Keeps the nodes' knowledge of each other in sync. Each node numbers its ops; a node that notices a gap asks for the
 * sender's whole state. While Redis is away nobody can be heard, so no node is forgotten for being silent.
 *
 * Whoever can write to Redis can send packets again that were sealed by a node. No node listens to a packet twice,
 * because their numbers only grow, and to none of a node that has stopped, because a node that is new to it, or was
 * forgotten, first has to answer a question that was never asked before.
 */
export class Cluster implements LinkListener {
  readonly counts = new ClusterCounts();
  private readonly link: RedisLink;
  private readonly peers = new Map<string, Peer>();
  private readonly strangers = new Map<string, Stranger>();
  private seq = 0;
  private serial = 0;
  /** The packet whose way to Redis and back is timed; none at the moment with 0. */
  private timedSerial = 0;
  private timedAt = 0;
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

  /** How many other nodes are known. */
  get size(): number {
    return this.peers.size;
  }

  /** Are the other nodes reachable, as far as is known? */
  get isConnected(): boolean {
    return this.isUp;
  }

  /** Resolves once the first attempt to connect has succeeded or failed. */
  async start(): Promise<void> {
    this.timer = setInterval(() => this.tick(), TICK_MS).unref();
    await this.link.open();
  }

  /** Tells all other nodes, in one packet with the other ops of this tick. */
  tell(op: Op): void {
    this.unsent.push(op);
    if (this.unsent.length === 1) setImmediate(() => this.flush());
  }

  /** Tells one other node; false when it cannot be reached. */
  tellOne(node: string, topic: string, data: object): boolean {
    this.flush(); // keeps the order
    if (this.isUp && this.send(this.channelOf(node), { kind: 'direct', topic, data })) return true;
    this.link.notSent(1);
    return false;
  }

  up(): void {
    this.isUp = true;
    this.echoTicks = 0;
    this.strangers.clear();
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
    if (packet.node === this.node) this.hearOurselves(packet);
    else this.hear(packet);
  }

  /** Says goodbye, and ends. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.flush();
    this.send(this.channel, { kind: 'bye', seq: this.seq });
    this.isUp = false;
    await this.link.close();
  }

  /** Runs a script on one key. */
  run(script: string, key: string, args: readonly (string | number)[]): Promise<unknown> {
    return this.link.run(script, key, args);
  }

  /** The channel that only this node subscribes to. */
  private channelOf(node: string): string {
    return `${this.channel}:${node}`;
  }

  private hearOurselves({ serial }: Packet): void {
    this.echoTicks = 0;
    if (this.timedSerial === 0 || serial !== this.timedSerial) return;
    this.counts.lagSeconds = (performance.now() - this.timedAt) / 1000;
    this.timedSerial = 0;
  }

  private hear(packet: Packet): void {
    const { node, serial } = packet;
    const peer = this.peers.get(node) ?? this.meet(packet);
    if (!peer || isRepeated(serial, peer.serial)) return;
    peer.serial = serial;
    peer.silentTicks = 0;
    switch (packet.kind) {
      case 'ops':
        this.hearOps(node, peer, packet.seq, packet.ops);
        break;
      case 'beat':
        if (packet.isHello) this.beat(false);
        if (packet.seq > peer.seq) this.foundHole(node, peer);
        break;
      case 'ask':
        this.answer(node, packet.nonce);
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

  /** Decides whether to listen to a node that is not known: only if this is its answer to our question. */
  private meet(packet: Packet): Peer | undefined {
    const { node, kind, serial } = packet;
    const stranger = this.strangers.get(node);
    if (kind === 'state' && stranger && (packet.nonce === stranger.nonce || serial === undefined)) {
      this.strangers.delete(node);
      const peer = { serial: undefined, seq: 0, silentTicks: 0, patience: 0 };
      this.peers.set(node, peer);
      return peer;
    }
    if (kind === 'bye') return undefined;
    // First our question, then our answer: once it knows us it may speak to us, and we have to know it by then.
    if (!stranger) {
      const nonce = newId();
      this.strangers.set(node, { nonce, patience: TICKS_PER_BEAT });
      this.send(this.channelOf(node), { kind: 'ask', nonce });
    }
    if (kind === 'ask') this.answer(node, packet.nonce);
    if (kind === 'beat' && packet.isHello) this.beat(false);
    return undefined;
  }

  private answer(node: string, nonce?: string): void {
    this.flush(); // so that state and number belong together
    this.send(this.channelOf(node), { kind: 'state', seq: this.seq, state: this.host.state(), nonce });
  }

  private hearOps(node: string, peer: Peer, seq: number, ops: readonly Op[]): void {
    if (seq <= peer.seq) return;
    const isNext = seq === peer.seq + 1;
    if (isNext) peer.seq = seq;
    else this.foundHole(node, peer);
    // Events stand for themselves; entries are only right in sequence.
    for (const op of ops) if (isNext || op[0] === 'event') this.host.apply(node, op);
  }

  private foundHole(node: string, peer: Peer): void {
    if (peer.patience > 0) return; // it was asked just now
    this.counts.holes++;
    if (this.send(this.channelOf(node), { kind: 'ask' })) peer.patience = 2;
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
    if (this.ticks % TICKS_PER_BEAT === 0) {
      this.beat(false);
      this.link.check();
    }
    for (const [node, stranger] of this.strangers) if (--stranger.patience <= 0) this.strangers.delete(node);
    for (const [node, peer] of this.peers) {
      peer.patience = Math.max(0, peer.patience - 1);
      if (++peer.silentTicks <= MAX_SILENT_TICKS) continue;
      this.forget(node);
      this.host.missed(node); // its last ops may have been lost
    }
  }

  private beat(isHello: boolean): void {
    this.flush();
    this.timedSerial = this.serial + 1;
    this.timedAt = performance.now();
    this.send(this.channel, { kind: 'beat', seq: this.seq, isHello });
  }

  private flush(): void {
    const ops = this.unsent;
    this.unsent = [];
    if (ops.length > 0 && !this.isUp) {
      this.seq++; // lost: others will see a gap
      this.link.notSent(ops.length);
    }
    let texts: string[] = [];
    let chars = 0;
    const publish = () => {
      if (texts.length > 0) this.publish(this.channel, opsPacket(this.node, ++this.serial, ++this.seq, texts));
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

  private send(channel: string, content: Content): boolean {
    const packet: Packet = { node: this.node, serial: ++this.serial, ...content };
    return this.publish(channel, JSON.stringify(packet));
  }

  private publish(channel: string, text: string): boolean {
    return this.link.publish(channel, this.seal.close(channel, text));
  }
}

/** Was the packet heard before, or overtaken by a later one? A node does not stop numbering its packets. */
function isRepeated(serial: number | undefined, last: number | undefined): boolean {
  return last !== undefined && (serial === undefined || serial <= last);
}
