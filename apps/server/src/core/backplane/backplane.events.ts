/** What these nodes told may have been missed: whoever keeps something of it looks for itself. */
export class EventsMissed {
  static readonly isShared = false;

  constructor(readonly nodes: readonly string[]) {}
}
