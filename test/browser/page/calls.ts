import { generateKeyPair } from '@dialtone/sdk/crypto';
import { VoiceCall, type CallPeer, type CallRefusal, type VoiceKeys, type VoiceRoom } from '@dialtone/sdk/voice';

interface Device {
  readonly user: string;
  readonly device: string;
}
type Hear = (event: object) => void;

/** A voice room as a call sees it, connected to that of the other side. */
class Side {
  readonly channelId = 'lounge';
  readonly #listeners = new Map<string, Hear[]>();
  readonly refused: CallRefusal[] = [];
  #other: Side | undefined;
  call: VoiceCall | undefined;
  /** What happens to signals while nobody is on the other side. */
  whenAlone: 'lost' | 'unavailable' = 'lost';
  /** What a server makes of the descriptions that it passes on from here. */
  tamper = (sdp: string) => sdp;

  constructor(
    readonly self: Device,
    readonly peers: string[],
  ) {}

  /** Makes signals arrive at that side from now on. */
  reach(other: Side): void {
    this.#other = other;
  }

  on(type: string, hear: Hear): () => void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), hear]);
    return () => undefined;
  }

  tell(type: string, event: object): void {
    for (const hear of this.#listeners.get(type) ?? []) hear(event);
  }

  isPolite(peer: Device): boolean {
    return this.self.device < peer.device;
  }

  sendOffer = (to: Partial<Device>, sdp: string) => this.#send('offer', to, { sdp: this.tamper(sdp) });
  sendAnswer = (to: Partial<Device>, sdp: string) => this.#send('answer', to, { sdp: this.tamper(sdp) });
  sendCandidate = (to: Partial<Device>, candidate: string) => this.#send('candidate', to, { candidate });

  start(stream: MediaStream, problems: string[], keys?: VoiceKeys): void {
    this.call = new VoiceCall(this as unknown as VoiceRoom, this.self, { stream, keys });
    this.call.on('error', ({ error }) => problems.push(String(error)));
    this.call.on('proof-refused', (refusal) => this.refused.push(refusal));
  }

  #send(type: string, to: Partial<Device>, content: object): boolean {
    const other = this.#other;
    // A message channel keeps the order and takes a turn of the event loop, as the way over a server does.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      if (other !== undefined) other.tell(type, { from: this.self, ...content });
      else if (this.whenAlone === 'unavailable') {
        this.tell('unavailable', { to, signal: type, code: 'recipient_unavailable' });
      }
    };
    port2.postMessage(undefined);
    return true;
  }
}

const ALICE = { user: 'alice', device: '1' };
const BOB = { user: 'bob', device: '2' };
const peersOf = ({ call }: Side) => call?.peers ?? [];
const microphone = () => navigator.mediaDevices.getUserMedia({ audio: true });
const turn = () => new Promise((resolve) => requestAnimationFrame(resolve));

async function hearEachOther(sides: Side[]): Promise<void> {
  for (const side of sides) {
    while ((await received(side)) === 0) await turn();
  }
}

/** The bytes of sound that have come. */
async function received(side: Side): Promise<number> {
  let bytes = 0;
  for (const { connection } of peersOf(side)) {
    (await connection.getStats()).forEach((report: { type: string; bytesReceived?: number }) => {
      if (report.type === 'inbound-rtp') bytes += report.bytesReceived ?? 0;
    });
  }
  return bytes;
}

/**
 * Two devices that both offer: at the same time (`at-once`), or the impolite one has offered in vain before the polite one
 * came. Resolves with the number of connections of each once they hear each other.
 */
export async function meet(how: 'at-once' | 'lost' | 'unavailable'): Promise<{ counts: number[]; problems: string[] }> {
  const stream = await microphone();
  const problems: string[] = [];
  const [polite, impolite] = [new Side(ALICE, ['bob']), new Side(BOB, ['alice'])];
  const sides = [polite, impolite];
  polite.reach(impolite);
  if (how === 'at-once') {
    impolite.reach(polite);
    for (const side of sides) side.start(stream, problems);
  } else {
    impolite.whenAlone = how;
    const offer = offered(impolite);
    impolite.start(stream, problems);
    await offer;
    impolite.reach(polite);
    if (how === 'lost') impolite.tell('peer-joined', { user: 'alice' }); // otherwise it knows already
    polite.start(stream, problems);
  }
  await hearEachOther(sides);
  return { counts: sides.map((side) => peersOf(side).length), problems };
}

type Proven = Pick<CallPeer, 'state' | 'proof'>[];

/** Bob comes to Alice; both have keys, or he has none, or the server puts another certificate into what he sends. */
export async function prove(
  how: 'both' | 'plain' | 'lying' | 'restart',
): Promise<{ peers: Proven[]; refused: string[] }> {
  const stream = await microphone();
  const problems: string[] = [];
  const [alices, bobs] = [await generateKeyPair(), await generateKeyPair()];
  const known = [
    { userId: 'alice', deviceId: '1', publicKey: alices.publicKey, needsProof: true },
    { userId: 'bob', deviceId: '2', publicKey: bobs.publicKey, needsProof: how !== 'plain' },
  ];
  const keys = (privateKey: string): VoiceKeys => ({
    privateKey,
    deviceOf: ({ device }) => known.find(({ deviceId }) => deviceId === device),
    devicesOf: (user) => known.filter(({ userId }) => userId === user),
  });
  const [alice, bob] = [new Side(ALICE, []), new Side(BOB, ['alice'])];
  alice.reach(bob);
  bob.reach(alice);
  if (how === 'lying')
    bob.tamper = (sdp) => sdp.replace(/(a=fingerprint:sha-256 )../, (_line, start: string) => `${start}00`);
  alice.start(stream, problems, keys(alices.privateKey));
  bob.start(stream, problems, how === 'plain' ? undefined : keys(bobs.privateKey));
  if (how === 'lying') while (alice.refused.length === 0) await turn();
  else await hearEachOther([alice, bob]);
  if (how === 'restart') {
    const [{ connection }] = peersOf(alice) as unknown as [{ connection: RTCPeerConnection }];
    const before = connection.remoteDescription?.sdp;
    connection.restartIce();
    while (connection.remoteDescription?.sdp === before || connection.connectionState !== 'connected') await turn();
  }
  const peers = [alice, bob].map((side) => peersOf(side).map(({ state, proof }) => ({ state, proof })));
  return { peers, refused: [...alice.refused.map(({ reason }) => reason), ...problems] };
}

/** Resolves when the side has sent its first offer and its fate is known. */
async function offered(side: Side): Promise<void> {
  await new Promise<void>((resolve) => {
    const send = side.sendOffer;
    side.sendOffer = (to, sdp) => {
      setTimeout(resolve);
      return send(to, sdp);
    };
  });
}
