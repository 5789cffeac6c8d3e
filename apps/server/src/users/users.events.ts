/** A user's profile has a new name. */
export class ProfileUpdated {
  static readonly isShared = true;

  constructor(readonly userId: string) {}
}
