import type { VoiceStream, VoiceTrack } from './rtc.js';

/** What this client sends to everyone: the tracks of one stream, of which the microphone's can be replaced. */
export class LocalMedia {
  readonly #streams: readonly VoiceStream[];
  readonly #others: readonly VoiceTrack[];
  #microphone: VoiceTrack | undefined;
  #isMuted = false;

  constructor(stream: VoiceStream | undefined) {
    this.#streams = stream === undefined ? [] : [stream];
    const tracks = stream?.getTracks() ?? [];
    this.#microphone = tracks.find(({ kind }) => kind === 'audio');
    this.#others = tracks.filter((track) => track !== this.#microphone);
  }

  get isMuted(): boolean {
    return this.#isMuted;
  }

  /** A muted track sends silence. */
  set isMuted(isMuted: boolean) {
    this.#isMuted = isMuted;
    if (this.#microphone) this.#microphone.enabled = !isMuted;
  }

  /** Adds the tracks to a new connection. One that offers asks for sound also when there is none to send. */
  addTo(connection: RTCPeerConnection, isOffering: boolean): void {
    const microphone = this.#microphone;
    for (const track of microphone ? [microphone, ...this.#others] : this.#others) {
      connection.addTrack(track, ...this.#streams);
    }
    if (isOffering && microphone === undefined) connection.addTransceiver('audio', { direction: 'recvonly' });
  }

  /** From here on new connections send that track as the microphone's, or none; `switchIn` brings it to the others. */
  setMicrophone(track: VoiceTrack | undefined): void {
    this.#microphone = track;
    if (track) track.enabled = !this.#isMuted;
  }

  /** Sends the microphone's track over a connection that was made before. */
  async switchIn(connection: RTCPeerConnection): Promise<void> {
    const transceiver = connection.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio');
    const track = this.#microphone;
    if (transceiver === undefined) return;
    await transceiver.sender.replaceTrack(track ?? null);
    if (track === undefined || transceiver.direction === 'sendrecv') return;
    transceiver.sender.setStreams(...this.#streams);
    transceiver.direction = 'sendrecv'; // asks for a new offer
  }
}
