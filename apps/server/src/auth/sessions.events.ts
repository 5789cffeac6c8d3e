/** Sessions ended before they expired; their connections have to be closed. */
export class SessionsEnded {
  static readonly isShared = true;

  constructor(readonly sessionIds: readonly string[]) {}
}
