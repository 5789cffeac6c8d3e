// Generated from openapi.yaml and asyncapi.yaml by libs/codegen. Do not edit.

/** Largest HTTP request body of any operation; more is 413, and most schemas allow less. In bytes. */
export const maxBodyBytes = 1048576;

/** The most that the messages of a page take as JSON, unless it is one alone. In bytes. */
export const maxPageBytes = 1048576;

/** How long a client may read nothing of an answer before its connection is ended. In seconds. */
export const stalledAnswerSeconds = 30;

/** Requests and answers that may be under way for one session, at 4,096 bytes for each and what bodies and answers have; more is 429. In bytes. */
export const sessionUnderWayBytes = 4194304;

/** The same for everyone at one address. In bytes. */
export const addressUnderWayBytes = 67108864;

/** Deepest nesting of a JSON body or frame. In levels. */
export const maxJsonDepth = 32;

/** Largest WebSocket frame; more closes the connection with 1009. In bytes. */
export const maxFrameBytes = 65536;

/** Most fragments of one WebSocket frame; more closes the connection with 1008. In fragments. */
export const maxFrameFragments = 256;

/** Longest event, as JSON: clients may refuse to read more. A frame that would become a longer one is refused. In bytes. */
export const maxEventBytes = 32768;

/** Most fields and array items of a frame, all levels together; an empty object or array counts too. In fields and items. */
export const maxFrameParts = 100;

/** How long a session token is valid. In seconds. */
export const sessionTtlSeconds = 86400;

/** How long an invite can be used. In seconds. */
export const inviteTtlSeconds = 86400;

/** How long an invite is listed after it was made. In seconds. */
export const inviteKeptSeconds = 2592000;

/** How long a WebSocket ticket can be used. In seconds. */
export const ticketTtlSeconds = 30;

/** How long the request of a device to be linked is kept. In seconds. */
export const linkTtlSeconds = 600;

/** Most devices of one user. In devices. */
export const devicesPerUser = 50;

/** Most sessions of one device; one more login ends its oldest. In sessions. */
export const sessionsPerDevice = 100;

/** Most unused tickets of one session; one more ends the oldest. In tickets. */
export const ticketsPerSession = 20;

/** Most envelopes of one key for one device, from different devices. In envelopes. */
export const envelopesPerKey = 20;

/** How many of them may come from one user's devices: the newest. In envelopes. */
export const envelopesPerSender = 2;

/** How long an envelope is safe from those of other users. In seconds. */
export const envelopeKeptSeconds = 86400;

/** How many requests of one device may replace its envelopes of one key at once. In requests. */
export const envelopeRepostBurst = 300;

/** How many more may, after that. In requests per second. */
export const envelopeRepostsPerSecond = 5;

/** Most open WebSockets of one device; one more closes the oldest. In connections. */
export const connectionsPerDevice = 10;

/** Wrong passwords for one user from one address, in `loginFailureWindowSeconds`. In failures. */
export const loginFailuresPerUser = 10;

/** The window of `loginFailuresPerUser`. In seconds. */
export const loginFailureWindowSeconds = 900;

/** Wrong passwords from one address, in `addressFailureWindowSeconds`. In failures. */
export const loginFailuresPerAddress = 50;

/** Registrations from one address with an unknown invite or a taken username, in `addressFailureWindowSeconds`. In failures. */
export const inviteFailuresPerAddress = 10;

/** The window of `loginFailuresPerAddress` and `inviteFailuresPerAddress`. In seconds. */
export const addressFailureWindowSeconds = 3600;

/** Most requests that wait for a password to be hashed or checked. Networks (the first 24 bits of an IPv4 address, 48 of an IPv6 address) take turns; when more requests come, the network with the most that wait has its newest answered with `server_unavailable`. In requests. */
export const waitingPasswords = 250;

/** Most of `waitingPasswords` that come from one network. In requests. */
export const waitingPasswordsPerNetwork = 100;

/** Frames of one connection, but for signals. In frames per second. */
export const framesPerSecond = 20;

/** How many frames may come at once. In frames. */
export const frameBurst = 60;

/** Signals (`webrtc_offer`, `webrtc_answer`, `ice_candidate`) of one connection. In frames per second. */
export const signalsPerSecond = 50;

/** How many signals may come at once; 16 people who join a room together need no more. In frames. */
export const signalBurst = 700;

/** Frames of one connection, of any type. In bytes per second. */
export const bytesPerSecond = 524288;

/** How many bytes of frames may come at once. In bytes. */
export const byteBurst = 4194304;

/** All connections of one user to one server may together send as much as so many: frames, signals and bytes, at once and per second. Each server counts its own. In connections. */
export const ratesPerUser = 4;

/** WebSocket handshakes of one device with one server, and `ratesPerUser` times as many of all devices of a user; more is 429. In handshakes per second. */
export const handshakesPerSecond = 1;

/** How many handshakes of a device may come at once. In handshakes. */
export const handshakeBurst = 30;

/** The `Retry-After` of a 503. In seconds. */
export const retryAfterSeconds = 2;

/** How often the server pings an open WebSocket. In seconds. */
export const pingIntervalSeconds = 25;

/** How long a client may take to answer a ping before its connection is ended. In seconds. */
export const pongTimeoutSeconds = 15;

/** How much may wait for a client to read it; more closes its connection with 4004. In bytes. */
export const maxUnreadBytes = 1048576;

/** How many messages may wait for the database; what comes on top is answered with `server_unavailable`. In messages. */
export const waitingMessages = 4096;

/** Frames of one connection that may be refused as `rate_limited`; more closes it with 1008. In frames per second. */
export const refusedFramesPerSecond = 50;

/** How many frames may be refused so at once. In frames. */
export const refusedFrameBurst = 1000;

/** All connections of one user to one server may together have as many frames refused as so many; a connection on which one more is refused is closed with 1008. In connections. */
export const refusalsPerUser = 10;

/** A refused frame counts once for each such unit that it begins. In bytes. */
export const refusedUnitBytes = 4096;

/** How long a stopping server may take to finish its work. In seconds. */
export const stopSeconds = 10;

/** After how long of silence the other servers forget a server that died. In seconds. */
export const nodeTimeoutSeconds = 15;
