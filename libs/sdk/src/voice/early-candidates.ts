import type { VoiceCandidate, VoiceDevice } from './events.js';

/** Of one user, at any time. */
const MOST = 200;

/** Candidates that came before the description they belong to: other clients send them as soon as they have them. */
export class EarlyCandidates {
  readonly #byUser = new Map<string, VoiceCandidate[]>();

  add(candidate: VoiceCandidate): void {
    const { user } = candidate.from;
    const kept = this.#byUser.get(user) ?? [];
    if (kept.length < MOST) this.#byUser.set(user, [...kept, candidate]);
  }

  /** Those of the device, which are forgotten here. */
  take({ user, device }: VoiceDevice): readonly string[] {
    const kept = this.#byUser.get(user) ?? [];
    const isTheirs = ({ from }: VoiceCandidate) => from.device === device;
    this.#byUser.set(
      user,
      kept.filter((candidate) => !isTheirs(candidate)),
    );
    return kept.filter(isTheirs).map(({ candidate }) => candidate);
  }

  /** Nothing more is to come from the user. */
  forget(user: string): void {
    this.#byUser.delete(user);
  }
}
