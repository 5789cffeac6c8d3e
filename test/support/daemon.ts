import type { Session } from '@dialtone/sdk';
import { joinVoice, type VoiceRoom } from '@dialtone/sdk/voice';
import type { CallParty } from './calls.js';
import type { FakeConnection } from './rtc.js';

/**
 * A voice daemon as it is deployed: it offers to whoever comes and waits when it comes itself, has one connection for
 * each user, ignores an offer while its own is open, sends candidates as plain text, and proves nothing.
 */
export class Daemon {
  readonly connections = new Map<string, FakeConnection>();
  readonly #party: CallParty;

  private constructor(party: CallParty, room: VoiceRoom) {
    this.#party = party;
    room.on('peer-joined', async ({ user }) => {
      this.connections.get(user)?.close();
      this.connections.delete(user);
      const connection = this.#with(user, room);
      await connection.setLocalDescription();
      room.sendOffer({ user }, connection.localDescription?.sdp ?? '');
    });
    room.on('offer', async ({ from: { user }, sdp }) => {
      const connection = this.#with(user, room);
      if (connection.signalingState !== 'stable') return;
      await connection.setRemoteDescription({ type: 'offer', sdp });
      await connection.setLocalDescription();
      room.sendAnswer({ user }, connection.localDescription?.sdp ?? '');
    });
    room.on('answer', async ({ from: { user }, sdp }) => {
      const connection = this.#with(user, room);
      if (connection.signalingState !== 'have-local-offer') return;
      await connection.setRemoteDescription({ type: 'answer', sdp });
    });
    room.on('candidate', async ({ from: { user }, candidate }) => {
      if (!candidate.startsWith('candidate:')) throw new Error(`not a candidate: ${candidate}`);
      await this.#with(user, room)
        .addIceCandidate({ candidate })
        .catch(() => undefined);
    });
    room.on('peer-left', ({ user }) => {
      this.connections.get(user)?.close();
      this.connections.delete(user);
    });
  }

  static async join(party: CallParty, session: Session): Promise<Daemon> {
    const room = await joinVoice(await party.connected(session), party.channelId, session);
    return new Daemon(party, room);
  }

  #with(user: string, room: VoiceRoom): FakeConnection {
    const known = this.connections.get(user);
    if (known !== undefined) return known;
    const connection = new this.#party.network.rtc();
    connection.addTrack({ kind: 'audio', id: 'daemon', enabled: true });
    connection.onicecandidate = ({ candidate }) => {
      if (candidate) room.sendCandidate({ user }, candidate.candidate);
    };
    this.connections.set(user, connection);
    return connection;
  }
}
