/** A user's profile has a new name. */
export class ProfileUpdated {
  constructor(readonly userId: string) {}
}
