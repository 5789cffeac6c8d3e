/** Sessions ended before their time; what they had open is to be closed. */
export class SessionsEnded {
  static readonly isShared = true;

  constructor(readonly sessionIds: readonly string[]) {}
}
