/** The name in a user's profile has changed. */
export class ProfileUpdated {
  static readonly isShared = true;

  constructor(readonly userId: string) {}
}
