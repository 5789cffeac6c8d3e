// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

/** The limits that the contract states. */
export const limits = {
  /** Largest HTTP request body; more is 413. In bytes. */
  maxBodyBytes: 1048576,
  /** Deepest nesting of a JSON body or frame. In levels. */
  maxJsonDepth: 32,
  /** Largest WebSocket frame; more closes the connection with 1009. In bytes. */
  maxFrameBytes: 65536,
  /** How long a session token is valid. In seconds. */
  sessionTtlSeconds: 86400,
  /** How long an invite can be used. In seconds. */
  inviteTtlSeconds: 86400,
  /** How often the server pings an open WebSocket. In seconds. */
  pingIntervalSeconds: 25,
} as const;
