/** The name in a user's profile has changed. */
export class ProfileUpdated {
  static readonly isShared = true;

  constructor(readonly userId: string) {}
}

/** A user was disabled, or enabled again. */
export class UserDisabled {
  static readonly isShared = true;

  constructor(
    readonly userId: string,
    readonly isDisabled: boolean,
  ) {}
}
