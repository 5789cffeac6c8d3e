/**
 * What an operation answers under its `otherStatus`: no error, but its usual answer, which tells of something that is
 * wrong. Its handler throws it.
 */
export class OtherAnswer extends Error {
  constructor(readonly output: object) {
    super('an answer under another status');
    this.name = 'OtherAnswer';
  }
}
