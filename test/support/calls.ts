import type { Session, WebSocketConstructor, WebSocketLike } from '@dialtone/sdk';
import { generateKeyPair } from '@dialtone/sdk/crypto';
import {
  joinCall,
  type CallEvents,
  type JoinCallOptions,
  type VoiceCall,
  type VoiceDeviceKey,
  type VoiceKeys,
} from '@dialtone/sdk/voice';
import { fakeStream, fakeTrack, RtcNetwork } from './rtc.js';
import { VoiceParty } from './voice.js';

export interface Frame {
  type: string;
  sdp?: string;
  [field: string]: unknown;
}

/** Somebody in a call, and what they have heard there. */
export interface Caller {
  readonly session: Session;
  readonly call: VoiceCall;
  readonly heard: [keyof CallEvents, unknown][];
}

/** Calls for tests, over a fake server and a fake network, both of their own for each test. */
export class CallParty extends VoiceParty {
  network = new RtcNetwork();
  /** What everybody knows of the devices. */
  readonly devices = new Map<string, VoiceDeviceKey>();
  readonly #privateKeys = new Map<string, string>();

  /** Makes the keys of a device, which everybody knows from now on. */
  async keysOf(
    { user_id: userId, device_id: deviceId }: Session,
    about: Partial<VoiceDeviceKey> = {},
  ): Promise<VoiceKeys> {
    const { publicKey, privateKey } = await generateKeyPair();
    this.#privateKeys.set(deviceId, privateKey);
    this.devices.set(deviceId, { userId, deviceId, publicKey, needsProof: true, ...about });
    return {
      privateKey,
      deviceOf: ({ device }) => this.devices.get(device),
      devicesOf: (user) => [...this.devices.values()].filter((device) => device.userId === user),
    };
  }

  /** Joins; `tamper` is what the server makes of the frames for them. */
  async call(session: Session, options: JoinCallOptions = {}, tamper?: (frame: Frame) => Frame): Promise<Caller> {
    const WebSocket = tamper && tampering(this.server.WebSocket, tamper);
    const realtime = await this.connected(session, WebSocket);
    const stream = fakeStream(fakeTrack(`microphone of ${session.username}`));
    const call = await joinCall(realtime, this.channelId, session, {
      rtc: this.network.rtc,
      stream,
      patienceMs: 60_000,
      ...options,
    } as JoinCallOptions);
    const heard: Caller['heard'] = [];
    for (const type of ['peer', 'track', 'proof-refused', 'error', 'end'] as const) {
      call.on(type, (event) => heard.push([type, event]));
    }
    return { session, call, heard };
  }

  override async close(): Promise<void> {
    await super.close();
    this.network = new RtcNetwork();
    this.devices.clear();
  }
}

/** Resolves once the condition holds; it is looked at after each event of the call. */
export function until({ call }: Pick<Caller, 'call'>, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stops = (['peer', 'track', 'proof-refused', 'error', 'end'] as const).map((type) => call.on(type, look));
    function look(): void {
      if (!isSo()) return;
      for (const stop of stops) stop();
      resolve();
    }
    look();
  });
}

/** Resolves once the call has so many connections, and all of them are established. */
export async function connected(count: number, ...callers: Caller[]): Promise<void> {
  const isSo = ({ call: { peers } }: Caller) =>
    peers.length === count && peers.every(({ state }) => state === 'connected');
  await Promise.all(callers.map((caller) => until(caller, () => isSo(caller))));
}

/** Resolves with the reason for which a description is refused next. */
export function refusal({ call }: Caller): Promise<CallEvents['proof-refused']> {
  return new Promise((resolve) => {
    const stop = call.on('proof-refused', (event) => {
      stop();
      resolve(event);
    });
  });
}

/** A WebSocket class to which a server belongs that changes what it passes on. */
function tampering(WebSocket: WebSocketConstructor, change: (frame: Frame) => Frame): WebSocketConstructor {
  return class extends WebSocket {
    override addEventListener(...[type, listener]: Parameters<WebSocketLike['addEventListener']>): void {
      super.addEventListener(type, (event) => {
        const { data } = event as { data?: unknown };
        if (typeof data !== 'string') {
          listener(event);
          return;
        }
        listener({ ...event, data: JSON.stringify(change(JSON.parse(data) as Frame)) } as typeof event);
      });
    }
  };
}
