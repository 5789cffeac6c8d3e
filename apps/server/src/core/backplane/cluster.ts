import { limits } from '@app/contract';
import type { LinkListener, RedisLink } from './redis-link.js';
import type { Seal } from './seal.js';

/** What a node tells all others: the new value of one of its entries (null: it is gone), or an event. */
export type Op =
  | readonly [kind: 'entry', collection: string, id: string, value: object | null]
  | readonly [kind: 'event', type: string, event: object];

/** All entries of a node, by collection and id. */
export type State = Readonly<Record<string, readonly (readonly [id: string, value: object])[]>>;

/** What is sent. `seq` numbers a node's `ops` packets, to reveal gaps; other packets repeat the last number. */
type Packet = { readonly node: string } & (
  | { readonly kind: 'ops'; readonly seq: number; readonly ops: readonly Op[] }
  | { readonly kind: 'beat'; readonly seq: number; readonly isHello: boolean }
  | { readonly kind: 'bye'; readonly seq: number }
  | { readonly kind: 'ask' }
  | { readonly kind: 'state'; readonly seq: number; readonly state: State }
  | { readonly kind: 'direct'; readonly topic: string; readonly data: object }
);

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

/** What is known of another node. */
interface Peer {
  /** The number of its last ops that came without a gap. */
  seq: number;
  silentTicks: number;
  /** How many ticks to wait before it may be asked for its state again. */
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

  /** Runs a script on one key. */
  run(script: string, key: string, args: readonly (string | number)[]): Promise<unknown> {
    return this.link.run(script, key, args);
  }

  /** The channel that only this node subscribes to. */
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
        this.flush(); // so that state and number belong together
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
    // Events stand for themselves; entries are only right in sequence.
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
      this.host.missed(node); // its last ops may have been lost
    }
  }

  private beat(isHello: boolean): void {
    this.flush();
    this.send(this.channel, { kind: 'beat', node: this.node, seq: this.seq, isHello });
  }

  private flush(): void {
    const ops = this.unsent;
    this.unsent = [];
    if (ops.length > 0 && !this.isUp) this.seq++; // lost: others will see a gap
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

/** A packet of ops that are already JSON. */
function opsPacket(node: string, seq: number, ops: readonly string[]): string {
  return `{"kind":"ops","node":${JSON.stringify(node)},"seq":${String(seq)},"ops":[${ops.join(',')}]}`;
}
