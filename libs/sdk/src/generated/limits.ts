// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

/** The limits that the contract states. */
export const limits = {
  /** Largest HTTP request body of any operation; more is 413, and most schemas allow less. In bytes. */
  maxBodyBytes: 1048576,
  /** The most that the messages of a page take as JSON, unless it is one alone. In bytes. */
  maxPageBytes: 1048576,
  /** How long a client may read nothing of an answer before its connection is ended. In seconds. */
  stalledAnswerSeconds: 30,
  /** Requests and answers that may be under way for one session, at 4,096 bytes for each and what bodies and answers have; more is 429. In bytes. */
  sessionUnderWayBytes: 4194304,
  /** The same for everyone at one address. In bytes. */
  addressUnderWayBytes: 67108864,
  /** Deepest nesting of a JSON body or frame. In levels. */
  maxJsonDepth: 32,
  /** Largest WebSocket frame; more closes the connection with 1009. In bytes. */
  maxFrameBytes: 65536,
  /** Most fragments of one WebSocket frame; more closes the connection with 1008. In fragments. */
  maxFrameFragments: 256,
  /** Longest event, as JSON: clients may refuse to read more. A frame that would become a longer one is refused. In bytes. */
  maxEventBytes: 32768,
  /** Most fields and array items of a frame, all levels together; an empty object or array counts too. In fields and items. */
  maxFrameParts: 100,
  /** How long a session token is valid. In seconds. */
  sessionTtlSeconds: 86400,
  /** How long an invite can be used. In seconds. */
  inviteTtlSeconds: 86400,
  /** How long an invite is listed after it was made. In seconds. */
  inviteKeptSeconds: 2592000,
  /** How long a WebSocket ticket can be used. In seconds. */
  ticketTtlSeconds: 30,
  /** How long the request of a device to be linked is kept. In seconds. */
  linkTtlSeconds: 600,
  /** Most devices of one user. In devices. */
  devicesPerUser: 50,
  /** Most sessions of one device; one more login ends its oldest. In sessions. */
  sessionsPerDevice: 100,
  /** Most unused tickets of one session; one more ends the oldest. In tickets. */
  ticketsPerSession: 20,
  /** Most envelopes of one key for one device, from different devices. In envelopes. */
  envelopesPerKey: 20,
  /** How many of them may come from one user's devices: the newest. In envelopes. */
  envelopesPerSender: 2,
  /** How long an envelope is safe from those of other users. In seconds. */
  envelopeKeptSeconds: 86400,
  /** How many requests of one device may replace its envelopes of one key at once. In requests. */
  envelopeRepostBurst: 300,
  /** How many more may, after that. In requests per second. */
  envelopeRepostsPerSecond: 5,
  /** Most open WebSockets of one device; one more closes the oldest. In connections. */
  connectionsPerDevice: 10,
  /** Wrong passwords for one user from one address, in `loginFailureWindowSeconds`. In failures. */
  loginFailuresPerUser: 10,
  /** The window of `loginFailuresPerUser`. In seconds. */
  loginFailureWindowSeconds: 900,
  /** Wrong passwords from one address, in `addressFailureWindowSeconds`. In failures. */
  loginFailuresPerAddress: 50,
  /** Registrations from one address with an unknown invite or a taken username, in `addressFailureWindowSeconds`. In failures. */
  inviteFailuresPerAddress: 10,
  /** The window of `loginFailuresPerAddress` and `inviteFailuresPerAddress`. In seconds. */
  addressFailureWindowSeconds: 3600,
  /** Most requests that wait for a password to be hashed or checked. Networks (the first 24 bits of an IPv4 address, 48 of an IPv6 address) take turns; when more requests come, the network with the most that wait has its newest answered with `server_unavailable`. In requests. */
  waitingPasswords: 250,
  /** Most of `waitingPasswords` that come from one network. In requests. */
  waitingPasswordsPerNetwork: 100,
  /** Frames of one connection, but for signals. In frames per second. */
  framesPerSecond: 20,
  /** How many frames may come at once. In frames. */
  frameBurst: 60,
  /** Signals (`webrtc_offer`, `webrtc_answer`, `ice_candidate`) of one connection. In frames per second. */
  signalsPerSecond: 50,
  /** How many signals may come at once; 16 people who join a room together need no more. In frames. */
  signalBurst: 700,
  /** Frames of one connection, of any type. In bytes per second. */
  bytesPerSecond: 524288,
  /** How many bytes of frames may come at once. In bytes. */
  byteBurst: 4194304,
  /** All connections of one user to one server may together send as much as so many: frames, signals and bytes, at once and per second. Each server counts its own. In connections. */
  ratesPerUser: 4,
  /** WebSocket handshakes of one device with one server, and `ratesPerUser` times as many of all devices of a user; more is 429. In handshakes per second. */
  handshakesPerSecond: 1,
  /** How many handshakes of a device may come at once. In handshakes. */
  handshakeBurst: 30,
  /** The `Retry-After` of a 503. In seconds. */
  retryAfterSeconds: 2,
  /** How often the server pings an open WebSocket. In seconds. */
  pingIntervalSeconds: 25,
  /** How long a client may take to answer a ping before its connection is ended. In seconds. */
  pongTimeoutSeconds: 15,
  /** How much may wait for a client to read it; more closes its connection with 4004. In bytes. */
  maxUnreadBytes: 1048576,
  /** How many messages may wait for the database; what comes on top is answered with `server_unavailable`. In messages. */
  waitingMessages: 4096,
  /** Frames of one connection that may be refused as `rate_limited`; more closes it with 1008. In frames per second. */
  refusedFramesPerSecond: 50,
  /** How many frames may be refused so at once. In frames. */
  refusedFrameBurst: 1000,
  /** All connections of one user to one server may together have as many frames refused as so many; a connection on which one more is refused is closed with 1008. In connections. */
  refusalsPerUser: 10,
  /** A refused frame counts once for each such unit that it begins. In bytes. */
  refusedUnitBytes: 4096,
  /** How long a stopping server may take to finish its work. In seconds. */
  stopSeconds: 10,
  /** After how long of silence the other servers forget a server that died. In seconds. */
  nodeTimeoutSeconds: 15,
} as const;

/** The most bytes (UTF-8) of a text, by its schema. */
export const maxBytes = {
  EncryptedName: 4096,
  Envelope: 4096,
  LinkData: 4096,
  MessageBody: 16384,
  KeyBackupData: 262144,
  SessionDescription: 32768,
  IceCandidate: 16384,
} as const;

/** The most items of a list that clients send, by its schema and field. */
export const maxItems = {
  PutDeviceCertificatesRequest: { certificates: 50 },
  PutChannelKeysRequest: { envelopes: 1000 },
  PutDirectoryKeysRequest: { envelopes: 1000 },
  PresenceRequest: { user_ids: 20000 },
} as const;

/** The form of `ClientTime`. */
export const ClientTimePattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/u;

/** The form of `PublicKey`. */
export const PublicKeyPattern = /^(?!(?:A{41}[AI]A|AQA{39}[AI]A|4Ot6fDtBuK4WVuP68Z\/EatoJjeucMrH9hmIFFl9Ju[AI]A|X5yVvKNQjCSx0LFVnIPvWwREXMRYHI6G2CJO3dCfE[Vd]c|7[Pfv]\/{39}[3/]8)=$)[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/u;

/** The form of `SigningKey`. */
export const SigningKeyPattern = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/u;

/** The form of `Signature`. */
export const SignaturePattern = /^[A-Za-z0-9+/]{85}[AQgw]==$/u;

/** The form of `EncryptedName`. */
export const EncryptedNamePattern = /\S/u;

/** The form of `Envelope`. */
export const EnvelopePattern = /\S/u;

/** The form of `NewPassword`. */
export const NewPasswordPattern = /^(?=[\s\S]*\p{L})(?=[\s\S]*\p{Nd})\P{Cc}*$/u;

/** The form of `Username`. */
export const UsernamePattern = /^\s*[^\s\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{DI}\u2800\uFFFC\u{1D159}][^\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{DI}\u2800\uFFFC\u{1D159}]{0,78}[^\s\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{DI}\u2800\uFFFC\u{1D159}]\s*$/u;

/** The form of `Capability`. */
export const CapabilityPattern = /^[a-z0-9-]{1,32}$/u;

/** The form of `LinkData`. */
export const LinkDataPattern = /\S/u;

/** The form of `MessageBody`. */
export const MessageBodyPattern = /\S/u;

/** The form of `KeyBackupData`. */
export const KeyBackupDataPattern = /^[A-Za-z0-9+/]+={0,2}$/u;

/** The form of `ClientId`. */
export const ClientIdPattern = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/u;
