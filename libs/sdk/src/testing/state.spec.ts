import { Clock } from './clock.js';
import { defineTable, State } from './state.js';

it('has the rows of each table for itself', () => {
  const [ones, others] = [defineTable<number>(), defineTable<string>()];
  const [state, another] = [new State(new Clock()), new State(new Clock())];
  state.rows(ones).set('1', 1);
  state.rows(others).set('1', 'one');

  expect([...state.rows(ones)]).toEqual([['1', 1]]);
  expect([...state.rows(others)]).toEqual([['1', 'one']]);
  expect([...another.rows(ones)]).toEqual([]);
});

it('deletes a row with all that belongs to it, and nothing else', () => {
  const rooms = defineTable<object>();
  const pins = defineTable<{ room: string; by: string }>(({ room, by }) => [room, by]);
  const votes = defineTable<{ pin: string }>(({ pin }) => [pin]);
  const state = new State(new Clock());
  for (const room of ['room-1', 'room-2']) state.rows(rooms).set(room, {});
  state.rows(pins).set('pin-1', { room: 'room-1', by: 'alice' });
  state.rows(pins).set('pin-2', { room: 'room-2', by: 'alice' });
  state.rows(votes).set('vote-1', { pin: 'pin-1' });
  state.rows(votes).set('vote-2', { pin: 'pin-2' });
  const left = () => [rooms, pins, votes].flatMap((table) => [...state.rows<object>(table).keys()]);

  state.delete('room-1');
  expect(left()).toEqual(['room-2', 'pin-2', 'vote-2']);
  state.delete('alice');
  expect(left()).toEqual(['room-2']);
});
