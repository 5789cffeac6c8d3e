import { startCalls } from '../../../libs/sdk/examples/voice/calls.js';

interface Device {
  readonly user: string;
  readonly device: string;
}
type Hear = (event: object) => void;

/** A voice room as the example sees it, connected to that of the other side. */
class Side {
  readonly #listeners = new Map<string, Hear[]>();
  #other: Side | undefined;
  connections: () => { pc: RTCPeerConnection }[] = () => [];
  /** What happens to signals while nobody is on the other side. */
  whenAlone: 'lost' | 'unavailable' = 'lost';

  constructor(
    readonly self: Device,
    readonly peers: string[],
  ) {}

  /** Makes signals arrive at that side from now on. */
  reach(other: Side): void {
    this.#other = other;
  }

  on(type: string, hear: Hear): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), hear]);
  }

  tell(type: string, event: object): void {
    for (const hear of this.#listeners.get(type) ?? []) hear(event);
  }

  isPolite(peer: Device): boolean {
    return this.self.device < peer.device;
  }

  sendOffer = (to: Partial<Device>, sdp: string) => this.#send('offer', to, { sdp });
  sendAnswer = (to: Partial<Device>, sdp: string) => this.#send('answer', to, { sdp });
  sendCandidate = (to: Partial<Device>, candidate: string) => this.#send('candidate', to, { candidate });

  start(microphone: MediaStream, problems: string[]): void {
    const onProblem = (error: unknown) => problems.push(String(error));
    this.connections = startCalls(this, microphone, { onPeer: () => undefined, onProblem }).connections;
  }

  #send(type: string, to: Partial<Device>, content: object): void {
    const other = this.#other;
    // A message channel keeps the order and takes a turn of the event loop, as the way over a server does.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      if (other !== undefined) other.tell(type, { from: this.self, ...content });
      else if (this.whenAlone === 'unavailable') this.tell('unavailable', { to, signal: type });
    };
    port2.postMessage(undefined);
  }
}

/**
 * Two devices that both offer: at the same time (`at-once`), or the impolite one has offered in vain before the polite one
 * came. Resolves with the number of connections of each once they hear each other.
 */
export async function meet(how: 'at-once' | 'lost' | 'unavailable'): Promise<{ counts: number[]; problems: string[] }> {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  const problems: string[] = [];
  const [polite, impolite] = [
    new Side({ user: 'alice', device: '1' }, ['bob']),
    new Side({ user: 'bob', device: '2' }, ['alice']),
  ];
  const sides = [polite, impolite];
  polite.reach(impolite);
  if (how === 'at-once') {
    impolite.reach(polite);
    for (const side of sides) side.start(microphone, problems);
  } else {
    impolite.whenAlone = how;
    impolite.start(microphone, problems);
    await offered(impolite);
    impolite.reach(polite);
    if (how === 'lost') impolite.tell('peer-joined', { user: 'alice' }); // otherwise it knows already
    polite.start(microphone, problems);
  }
  const isConnected = (side: Side) => side.connections().some(({ pc }) => pc.connectionState === 'connected');
  while (!sides.every(isConnected)) await new Promise((resolve) => requestAnimationFrame(resolve));
  return { counts: sides.map((side) => side.connections().length), problems };
}

/** Resolves when the side has sent its first offer and its fate is known. */
async function offered(side: Side): Promise<void> {
  await new Promise<void>((resolve) => {
    const send = side.sendOffer;
    side.sendOffer = (to, sdp) => {
      send(to, sdp);
      setTimeout(resolve);
    };
  });
}
