/** What each of many holds of something, such as each session of the memory, and how much each may hold. */
export class Tally {
  private readonly held = new Map<string, number>();

  constructor(private readonly most: number) {}

  /**
   * Is there room for so much more? What is alone may be as large as it is: otherwise there would never be room for it.
   *
   * @param own how much of what is held belongs to it already
   */
  hasRoom(key: string, amount: number, own: number): boolean {
    const held = this.held.get(key) ?? 0;
    return held === own || held + amount <= this.most;
  }

  add(key: string, amount: number): void {
    const held = (this.held.get(key) ?? 0) + amount;
    if (held > 0) this.held.set(key, held);
    else this.held.delete(key);
  }
}
