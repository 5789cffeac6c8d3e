import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { type Config, CONFIG } from '../config/config.js';
import { Events } from '../events/events.js';
import { LOGGER } from '../observability/logger.js';
import { PEPPER } from '../security/pepper.js';
import { newId } from '../security/tokens.js';
import { Cluster, ClusterCounts, type ClusterHost } from './cluster.js';
import type { Op, State } from './packets.js';
import { Seal } from './seal.js';
import { type EntryChange, SharedEntries } from './shared-entries.js';

/** Events of these nodes may have been missed. Whoever keeps state of them has to read it again. */
export class EventsMissed {
  static readonly isShared = false;

  constructor(readonly nodes: readonly string[]) {}
}

/** Nodes that are missed within this time, as after Redis was away, are told in one event. */
const MISSED_PAUSE_MS = 250;

/**
 * Connects the servers of one installation through Redis: with entries that every node knows, events for all nodes, and
 * data for a single one. Without `DIALTONE_REDIS_URL` there is only this server, and nothing is sent.
 */
@Injectable()
export class Backplane implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Identifies this server from its start to its end. */
  readonly nodeId = newId();
  private readonly collections = new Map<string, SharedEntries<object>>();
  /** Events from other nodes, which must not be sent back. */
  private readonly foreign = new WeakSet();
  private readonly topics = new Map<string, (data: never) => void>();
  private readonly seal: Seal;
  private cluster: Cluster | undefined;
  /** How often events of other nodes may have been missed. */
  resyncs = 0;
  private readonly missedNodes = new Set<string>();
  private missedTimer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly events: Events,
    @Inject(PEPPER) pepper: string,
  ) {
    this.seal = new Seal(pepper);
    this.events.onShared((event) => {
      if (!this.foreign.has(event)) this.tell(['event', event.constructor.name, event]);
    });
  }

  /** Is a Redis configured, so that there may be other nodes? */
  get isShared(): boolean {
    return this.config.redis !== null;
  }

  /** May there be other nodes that cannot be reached at the moment? */
  get isAway(): boolean {
    return this.isShared && this.cluster?.isConnected !== true;
  }

  /** How many other nodes are known. */
  get otherNodes(): number {
    return this.cluster?.size ?? 0;
  }

  get counts(): Readonly<ClusterCounts> {
    return this.cluster?.counts ?? new ClusterCounts();
  }

  /** Entries that every node knows. The listener is called for every change, this node's own included. */
  entries<T extends object>(name: string, listener: (change: EntryChange<T>) => void): SharedEntries<T> {
    const entries = new SharedEntries<T>(this.nodeId, listener, (id, value) => this.tell(['entry', name, id, value]));
    this.collections.set(name, entries as unknown as SharedEntries<object>);
    return entries;
  }

  /** Calls the listener with what other nodes `send` to this one under the topic. */
  onDirect<T extends object>(topic: string, listener: (data: T) => void): void {
    this.topics.set(topic, listener);
  }

  /** Sends data to one node; false when it cannot be reached. */
  send(node: string, topic: string, data: object): boolean {
    return this.cluster?.tellOne(node, topic, data) ?? false;
  }

  /**
   * Runs a Redis script on one key. In Redis the key has a keyed hash as its name, which reveals nothing.
   *
   * @throws {Error} when Redis is away or does not answer in time
   */
  async run(script: string, key: string, args: readonly (string | number)[]): Promise<unknown> {
    if (!this.config.redis || !this.cluster?.isConnected) throw new Error('Redis is away');
    return this.cluster.run(script, `${this.config.redis.prefix}:${this.seal.nameFor(key)}`, args);
  }

  /** Joins the other nodes. While Redis is away, the server keeps trying. */
  async onApplicationBootstrap(): Promise<void> {
    const { redis } = this.config;
    if (!redis) return;
    // Imported here, so that a server without Redis does not load it.
    const { RedisLink } = await import('./redis-link.js');
    const channel = `${redis.prefix}:${String(redis.database)}:1`;
    this.cluster = new Cluster(
      this.nodeId,
      channel,
      this.seal,
      this.host(),
      (channels, listener) => new RedisLink(redis, channels, listener, this.logger),
    );
    await this.cluster.start();
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.missedTimer);
    await this.cluster?.stop();
  }

  private tell(op: Op): void {
    this.cluster?.tell(op);
  }

  private host(): ClusterHost {
    return {
      state: () =>
        Object.fromEntries([...this.collections].map(([name, entries]) => [name, [...entries.of(this.nodeId)]])),
      apply: (node, op) => this.guarded(() => this.apply(node, op)),
      replace: (node, state) => this.guarded(() => this.replace(node, state)),
      direct: (topic, data) => this.guarded(() => this.topics.get(topic)?.(data as never)),
      missed: (node) => this.missed(node),
    };
  }

  private apply(node: string, op: Op): void {
    if (op[0] === 'entry') {
      const [, name, id, value] = op;
      this.collections.get(name)?.receive(node, id, value);
      return;
    }
    const type = this.events.sharedClass(op[1]);
    if (!type) return; // nobody here listens to it, or only a newer version knows it
    const event = Object.assign(Object.create(type.prototype as object) as object, op[2]);
    this.foreign.add(event);
    this.events.publish(event);
  }

  private replace(node: string, state: State): void {
    for (const [name, entries] of this.collections) entries.replace(node, new Map(state[name]));
  }

  private missed(node: string): void {
    this.missedNodes.add(node);
    this.missedTimer ??= setTimeout(() => {
      const nodes = [...this.missedNodes];
      this.missedNodes.clear();
      this.missedTimer = undefined;
      this.resyncs++;
      this.logger.info({ nodes }, 'events of other servers may have been missed');
      this.guarded(() => this.events.publish(new EventsMissed(nodes)));
    }, MISSED_PAUSE_MS).unref();
  }

  /** No request waits for this work, so a failure is only logged. */
  private guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.logger.error({ err: error }, 'data from another server could not be processed');
    }
  }
}
