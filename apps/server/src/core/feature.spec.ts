import { Feature, schemaOfAll } from './feature.js';

class First1800000000001 {
  readonly up = () => Promise.resolve();
  readonly down = this.up;
}
class Second1800000000002 extends First1800000000001 {}
class SameTime1800000000002 extends First1800000000001 {}
class Undated extends First1800000000001 {}
class BookmarkEntity {
  id: string;
}

function feature(migrations: (typeof First1800000000001)[], name = 'BookmarksModule') {
  const made = {
    [name]: class {
      readonly made = true;
    },
  }[name];
  Feature({ entities: [BookmarkEntity], migrations })(made);
  return made;
}

it('what the features declare is the schema, oldest migration first', () => {
  const later = feature([Second1800000000002]);
  const earlier = feature([First1800000000001]);

  const { entities, migrations } = schemaOfAll([later, earlier]);

  expect(entities).toEqual([BookmarkEntity, BookmarkEntity]);
  expect(migrations.map(({ name }) => name)).toEqual([
    'Initial1772000000000',
    'PepperCheck1795780000000',
    'Takeover1796345000000',
    'First1800000000001',
    'Second1800000000002',
  ]);
});

it.each([
  [[Undated], 'The name of the migration Undated must end with its time'],
  [[Second1800000000002, SameTime1800000000002], 'Second1800000000002 and SameTime1800000000002 have the same time'],
])('migrations without a time of their own are refused by name', (migrations, reason) => {
  expect(() => schemaOfAll([feature(migrations)])).toThrow(reason);
});

it('a module that is no feature is refused by name', () => {
  class Plain {
    readonly made = true;
  }
  expect(() => schemaOfAll([Plain])).toThrow('Plain of app.module.ts is not a feature: decorate it with @Feature');
});
