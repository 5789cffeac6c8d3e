import { type DialtoneClient, isApiError, type RealtimeClient, type ServerFrame, type Session } from '@dialtone/sdk';

/** Somebody with a session. */
export interface Someone {
  readonly client: DialtoneClient;
  readonly session: Session;
  readonly password: string;
}

/** The code that a call rejects with. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    return (isApiError(error) && error.code) || String(error);
  }
}

/** Somebody's connection, which keeps what it hears. */
export class Ear {
  readonly heard: ServerFrame[] = [];

  private constructor(
    readonly realtime: RealtimeClient,
    readonly closed: Promise<number>,
  ) {}

  static async open({ client }: Someone): Promise<Ear> {
    const realtime = client.realtime({ reconnect: false });
    const ear = new Ear(
      realtime,
      realtime.once('close').then(({ code }) => code),
    );
    for (const type of TYPES) realtime.on(type, (frame) => ear.heard.push(frame));
    const first = realtime.once('voice.presence.snapshot');
    await realtime.connect();
    await first;
    return ear;
  }

  /** What was heard up to the answer to a frame that nobody knows; for everything else ids are left out. */
  async types(): Promise<string[]> {
    const last = this.realtime.once('error', { where: ({ code }) => code === 'channels_only' });
    this.realtime.send({ type: 'message.send' } as never);
    await last;
    return this.heard.map(({ type }) => type).filter((type) => type !== 'error');
  }
}

const TYPES = [
  'channel.message.new',
  'channel.message.ack',
  'voice_join',
  'voice_leave',
  'voice_roster',
  'webrtc_offer',
  'keys.shared',
  'device.certified',
  'device.link.requested',
  'device.link.answered',
  'error',
] as const;
