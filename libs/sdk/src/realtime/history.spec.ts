import { History } from './history.js';

/** A history that began at 7 and has heard these messages, `<id>@<channel>`. */
function heard(...messages: string[]): History {
  const history = new History(undefined);
  history.begin('7');
  for (const message of messages) history.add(...(message.split('@') as [string, string]));
  return history;
}

describe('the cursor', () => {
  it.each([
    ['the number that it began at', [], '7'],
    ['the last message, and the number', ['a@one', 'b@one'], 'b.7'],
    ['and the last one of another channel between them', ['a@one', 'b@two', 'c@three', 'd@three'], 'd.b.7'],
    ['whatever the channel was before', ['a@one', 'b@two', 'c@one'], 'c.b.7'],
  ])('is %s', (_what, messages, cursor) => {
    expect(heard(...messages).cursor).toBe(cursor);
  });

  it('goes on with a number as soon as there is one', () => {
    const history = heard('a@one', 'b@two');
    history.advance('9');
    history.add('c', 'three');
    expect(history.cursor).toBe('c.9');
  });

  it.each([undefined, '12', 'message-1', 'a.b.7'])('is what it was when the app starts again: %s', (cursor) => {
    expect(new History(cursor).cursor).toBe(cursor);
  });

  it('stands still while everything is read again', () => {
    const history = heard('a@one', 'b@two');
    history.rewind();
    expect([history.place, history.cursor]).toEqual(['7', 'b.a.7']);
    history.add('missed', 'one');
    history.advance('10');
    expect([history.place, history.cursor]).toEqual(['10', 'b.a.7']);
    history.finish(true);
    expect(history.cursor).toBe('10');
  });
});

describe('a place that the server has forgotten', () => {
  it('is followed by the next one', () => {
    const history = new History('c.b.7');
    expect(history.retreat('c')).toBe(true);
    expect([history.place, history.isAtAnchor]).toEqual(['b', true]);
    expect(history.retreat('b')).toBe(true);
    expect([history.place, history.isAtAnchor, history.cursor]).toEqual(['7', true, '7']);
    expect(history.retreat('7')).toBe(false);
  });

  it('is left once, by whoever finds out first', () => {
    const history = new History('c.b.7');
    expect([history.retreat('c'), history.retreat('c'), history.place]).toEqual([true, true, 'b']);
  });
});
