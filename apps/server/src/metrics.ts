import type { MetricSpec } from './core/observability/exposition.js';

/**
 * Every metric of the server's own, told here alone: docs/operations.md, the board and the alerts in `deploy` are tested
 * against this table. The values of labels come from the contract or from this code, never from a client.
 */
export const METRICS = {
  dialtone_build_info: { type: 'gauge', help: 'Always 1; what runs.', labels: ['version', 'node'] },
  dialtone_ready: { type: 'gauge', help: '1 when /health/ready answers 200, else 0.', labels: [] },
  dialtone_check_ok: {
    type: 'gauge',
    help: '1 for each check of /health/ready that is ok, else 0.',
    labels: ['check'],
  },
  dialtone_disk_free_bytes: {
    type: 'gauge',
    help: 'Free space where the embedded database is; NaN with another database.',
    labels: [],
  },

  dialtone_connections: { type: 'gauge', help: 'Open WebSocket connections.', labels: [] },
  dialtone_connections_opened_total: { type: 'counter', help: 'WebSocket connections opened.', labels: [] },
  dialtone_connections_closed_total: {
    type: 'counter',
    help: 'WebSocket connections closed, by the close code of the server; `client`: by the client or the network.',
    labels: ['code'],
  },
  dialtone_frames_received_total: {
    type: 'counter',
    help: 'Frames of clients, by type; `refused`: those that were not served.',
    labels: ['type'],
  },
  dialtone_frames_sent_total: {
    type: 'counter',
    help: 'Frames to clients, by type, one for each client that gets it.',
    labels: ['type'],
  },
  dialtone_socket_writes_total: {
    type: 'counter',
    help: 'Writes to sockets, each with all frames of a moment for one client.',
    labels: [],
  },
  dialtone_socket_written_bytes_total: { type: 'counter', help: 'Bytes of these writes.', labels: [] },
  dialtone_refusals_total: {
    type: 'counter',
    help: 'What was refused, by error code: HTTP requests, WebSocket handshakes and frames.',
    labels: ['via', 'code'],
  },

  dialtone_messages_acknowledged_total: {
    type: 'counter',
    help: 'Messages that were stored, and whose senders were told so.',
    labels: [],
  },
  dialtone_commit_duration_seconds: {
    type: 'histogram',
    help: 'How long it took to store the messages of one commit.',
    labels: [],
  },
  dialtone_commit_messages: { type: 'histogram', help: 'Messages stored by one commit.', labels: [] },
  dialtone_commit_failures_total: {
    type: 'counter',
    help: 'Commits of messages that failed, or of which nobody knows.',
    labels: [],
  },
  dialtone_message_gaps_total: {
    type: 'counter',
    help: 'How often messages of another server did not come through Redis, and were read from the database.',
    labels: [],
  },
  dialtone_queue_length: {
    type: 'gauge',
    help: 'What waits: messages to be stored, passwords to be hashed, work for a database connection.',
    labels: ['queue'],
  },
  dialtone_queue_limit: { type: 'gauge', help: 'How many may wait; more are refused.', labels: ['queue'] },
  dialtone_password_wait_seconds: {
    type: 'histogram',
    help: 'How long passwords waited to be hashed or checked.',
    labels: [],
  },
  dialtone_password_hash_seconds: {
    type: 'histogram',
    help: 'How long it took to hash or check a password.',
    labels: [],
  },

  dialtone_http_requests_total: {
    type: 'counter',
    help: 'HTTP requests answered, by operation of the contract and status; `none`: pages, and paths that there are not.',
    labels: ['operation', 'status'],
  },
  dialtone_http_request_duration_seconds: {
    type: 'histogram',
    help: 'From the head of an HTTP request to the end of its answer.',
    labels: ['operation'],
  },

  dialtone_database_available: {
    type: 'gauge',
    help: '0 while the database is known to be away, read-only or full, else 1.',
    labels: [],
  },
  dialtone_database_connections: {
    type: 'gauge',
    help: 'Connections of the pool to MySQL or MariaDB, by state; the embedded database has none.',
    labels: ['state'],
  },
  dialtone_backplane_connected: { type: 'gauge', help: '1 while Redis connects this server with others.', labels: [] },
  dialtone_backplane_nodes: { type: 'gauge', help: 'Other servers that are known.', labels: [] },
  dialtone_backplane_lag_seconds: {
    type: 'gauge',
    help: 'How long a packet took last, from this server to Redis and back.',
    labels: [],
  },
  dialtone_backplane_holes_total: {
    type: 'counter',
    help: 'How often packets of another server were found missing.',
    labels: [],
  },
  dialtone_backplane_resyncs_total: {
    type: 'counter',
    help: 'How often clients were told that they may have missed events of other servers.',
    labels: [],
  },
} as const satisfies Record<string, MetricSpec>;
