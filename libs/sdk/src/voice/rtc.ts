/*
 * The types of WebRTC, as far as an app meets them here: the browser's own where the program knows them (TypeScript's
 * library `dom`), or else the little of them that is the same in every implementation.
 */

interface BareTrack {
  readonly kind: string;
  enabled: boolean;
}

interface BareStream {
  getTracks(): BareTrack[];
}

interface BareConnection {
  readonly connectionState: string;
  close(): void;
}

interface BareIceServer {
  readonly urls: string | string[];
  readonly username?: string | undefined;
  readonly credential?: string | undefined;
}

/** The browser's type behind one of its globals. */
type Native<Name extends string, Bare> = typeof globalThis extends { [N in Name]: { prototype: infer T } } ? T : Bare;

/** A `MediaStreamTrack`. */
export type VoiceTrack = Native<'MediaStreamTrack', BareTrack>;

/** A `MediaStream`. */
export type VoiceStream = Native<'MediaStream', BareStream>;

/** An `RTCPeerConnection`. */
export type VoiceConnection = Native<'RTCPeerConnection', BareConnection>;

/** The class `RTCPeerConnection`, or one with its interface. */
export type VoiceConnectionClass = typeof globalThis extends { RTCPeerConnection: infer T }
  ? T
  : new (configuration?: object) => BareConnection;

/** An `RTCIceServer`: a STUN or TURN server. */
export type IceServer = typeof globalThis extends { RTCPeerConnection: new (options?: infer O) => unknown }
  ? O extends { iceServers?: (infer S)[] | undefined }
    ? S
    : BareIceServer
  : BareIceServer;

/** STUN and TURN servers, or a function that has them: their passwords may be good for a while only. */
export type IceServers = readonly IceServer[] | (() => readonly IceServer[] | Promise<readonly IceServer[]>);
