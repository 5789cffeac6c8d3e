import { type EventClass, Events } from './events.js';

class Told {
  static readonly isShared = true;
  constructor(readonly text: string) {}
}
class Whispered {
  static readonly isShared = false;
  constructor(readonly text: string) {}
}
class Forgotten {
  constructor(readonly text: string) {}
}

let events: Events;
beforeEach(() => {
  events = new Events();
});

it('reach the listeners of their class, after those who share them', () => {
  const seen: string[] = [];
  events.on(Told, ({ text }) => seen.push(`heard ${text}`));
  events.on(Whispered, () => seen.push('heard a whisper'));
  events.onShared((event) => seen.push(`shared ${event.constructor.name}`));

  events.publish(new Told('news'));
  events.publish(new Whispered('psst'));

  expect(seen).toEqual(['shared Told', 'heard news', 'heard a whisper']);
});

it('that are not declared are refused by name, with what to add, when published and when listened to', () => {
  const refusal = /The event Forgotten says neither .* "static readonly isShared = true", or false/;

  expect(() => events.publish(new Forgotten('news'))).toThrow(refusal);
  // @ts-expect-error the compiler refuses it, too
  expect(() => events.on(Forgotten, () => undefined)).toThrow(refusal);
});

it('of one name are one class', () => {
  const Other = {
    Told: class {
      static readonly isShared = true;
      readonly text = '';
    },
  }.Told;
  events.on(Told, () => undefined);

  expect(() => events.on(Other, () => undefined)).toThrow('two event classes are named Told');
});

it('are found by name only when they are shared, and heard here', () => {
  const found = (type: EventClass<object>) => events.sharedClass(type.name);
  events.on(Whispered, () => undefined);

  expect([found(Told), found(Whispered)]).toEqual([undefined, undefined]);
  events.on(Told, () => undefined);
  expect(found(Told)).toBe(Told);
});
