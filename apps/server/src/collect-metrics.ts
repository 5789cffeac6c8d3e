import type { Type } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { limits } from '@app/contract';
import { Backplane } from './core/backplane/backplane.js';
import { Database } from './core/database/database.js';
import { RequestCounts } from './core/http/request-counts.js';
import type { Counts } from './core/observability/counts.js';
import type { Sample, Samples } from './core/observability/exposition.js';
import { version } from './core/observability/version.js';
import { Passwords } from './core/security/passwords.js';
import { ReadinessService } from './health/readiness.service.js';
import { MessageStream } from './messages/messages.stream.js';
import { MessagesWriter } from './messages/messages.writer.js';
import type { METRICS } from './metrics.js';
import { Connections } from './realtime/connections.js';

type All = Samples<typeof METRICS>;

/** Copies what every part of the server has counted, when somebody looks. */
export class Collector {
  private readonly database: Database;
  private readonly requests: RequestCounts;
  private readonly backplane: Backplane;
  private readonly passwords: Passwords;
  private readonly readiness: ReadinessService;
  private readonly writer: MessagesWriter;
  private readonly stream: MessageStream;
  private readonly connections: Connections;
  private readonly version = version();

  /** @param parts finds every part of the server, those that its module keeps to itself too */
  constructor(parts: ModuleRef) {
    const find = <T>(type: Type<T>): T => parts.get(type, { strict: false });
    this.database = find(Database);
    this.requests = find(RequestCounts);
    this.backplane = find(Backplane);
    this.passwords = find(Passwords);
    this.readiness = find(ReadinessService);
    this.writer = find(MessagesWriter);
    this.stream = find(MessageStream);
    this.connections = find(Connections);
  }

  async collect(): Promise<All> {
    return {
      ...(await this.health()),
      ...this.traffic(),
      ...this.messages(),
      ...this.queues(),
      ...this.http(),
      ...this.services(),
    };
  }

  private async health() {
    const { status, checks } = await this.readiness.report();
    return {
      dialtone_build_info: [{ labels: { version: this.version, node: process.versions.node }, value: 1 }],
      dialtone_ready: one(status === 'ready' ? 1 : 0),
      dialtone_check_ok: checks.map(({ name, ok }) => ({ labels: { check: name }, value: ok ? 1 : 0 })),
      dialtone_disk_free_bytes: one(this.readiness.freeBytes),
    } satisfies Partial<All>;
  }

  private traffic() {
    const { traffic, count } = this.connections;
    const refusals = {
      http: this.requests.refused,
      handshake: traffic.refusedHandshakes,
      frame: traffic.refusedFrames,
    };
    return {
      dialtone_connections: one(count),
      dialtone_connections_opened_total: one(traffic.opened),
      dialtone_connections_closed_total: by('code', traffic.closed),
      dialtone_frames_received_total: by('type', traffic.received),
      dialtone_frames_sent_total: by('type', traffic.sent),
      dialtone_socket_writes_total: one(traffic.writes),
      dialtone_socket_written_bytes_total: one(traffic.writtenBytes),
      // There are many codes, and most never come.
      dialtone_refusals_total: Object.entries(refusals).flatMap(([via, counts]) =>
        by('code', counts)
          .filter(({ value }) => value > 0)
          .map(({ labels, value }) => ({ labels: { via, ...labels }, value })),
      ),
    } satisfies Partial<All>;
  }

  private messages() {
    const { acknowledged, failed, seconds, sizes } = this.writer.counts;
    return {
      dialtone_messages_acknowledged_total: one(acknowledged),
      dialtone_commit_duration_seconds: one(seconds),
      dialtone_commit_messages: one(sizes),
      dialtone_commit_failures_total: one(failed),
      dialtone_message_gaps_total: one(this.stream.gaps),
    } satisfies Partial<All>;
  }

  private queues() {
    const { pool } = this.database;
    const waiting = { messages: this.writer.waiting, passwords: this.passwords.waiting };
    const most = { messages: limits.waitingMessages, passwords: limits.waitingPasswords };
    return {
      dialtone_queue_length: by('queue', { ...waiting, ...(pool && { database: pool.waiting }) }),
      dialtone_queue_limit: by('queue', { ...most, ...(pool && { database: pool.limit }) }),
      dialtone_password_wait_seconds: one(this.passwords.waitSeconds),
      dialtone_password_hash_seconds: one(this.passwords.hashSeconds),
    } satisfies Partial<All>;
  }

  private http() {
    // An operation that nobody has called has no series yet.
    const called = Object.entries(this.requests.byOperation).filter(([, { byStatus }]) => byStatus.size > 0);
    return {
      dialtone_http_requests_total: called.flatMap(([operation, { byStatus }]) =>
        [...byStatus].map(([status, value]) => ({ labels: { operation, status: String(status) }, value })),
      ),
      dialtone_http_request_duration_seconds: called.map(([operation, { seconds }]) => ({
        labels: { operation },
        value: seconds,
      })),
    } satisfies Partial<All>;
  }

  private services() {
    const { backplane, database } = this;
    const { holes, lagSeconds } = backplane.counts;
    const { pool } = database;
    return {
      dialtone_database_available: one(database.trouble === null ? 1 : 0),
      dialtone_database_connections: pool ? by('state', { used: pool.used, free: pool.free }) : [],
      dialtone_backplane_connected: one(backplane.isShared && !backplane.isAway ? 1 : 0),
      dialtone_backplane_nodes: one(backplane.otherNodes),
      dialtone_backplane_lag_seconds: one(lagSeconds),
      dialtone_backplane_holes_total: one(holes),
      dialtone_backplane_resyncs_total: one(backplane.resyncs),
    } satisfies Partial<All>;
  }
}

/** A metric without labels. */
function one<Value extends Sample['value']>(value: Value): [{ value: Value }] {
  return [{ value }];
}

/** A metric with one label: a value for each of its values. */
function by<Label extends string>(label: Label, counts: Counts<string>) {
  return Object.entries(counts).map(([name, value]) => ({
    labels: { [label]: name } as Record<Label, string>,
    value,
  }));
}
