import { mergedPins } from './merged-pins.js';
import type { KnownIdentity } from './store.js';

const pin = (identity_key: string, others: Partial<KnownIdentity> = {}): KnownIdentity => {
  return { identity_key, is_verified: false, generation: 1, ...others };
};
const merged = (own: KnownIdentity | undefined, told: KnownIdentity) =>
  mergedPins({ users: own === undefined ? {} : { bob: own } }, { users: { bob: told } }).users['bob'];

describe('what two devices of a user know of an identity', () => {
  it('is what the other one knows, if this one knows nothing', () => {
    const told = pin('A', { is_verified: true, generation: 3 });
    expect(merged(undefined, told)).toEqual(told);
    expect(mergedPins(undefined, { users: { bob: told } })).toEqual({ users: { bob: told } });
  });

  it('is the surer of both, if it is the same identity', () => {
    const verified = pin('A', { is_verified: true });
    const latest = pin('A', { generation: 4 });
    const both = pin('A', { is_verified: true, generation: 4 });
    expect([merged(verified, latest), merged(latest, verified)]).toEqual([both, both]);
  });

  it('is a change, if one of them has seen one', () => {
    const changed = pin('A', { changed_to: 'B' });
    expect([merged(changed, pin('A')), merged(pin('A'), changed)]).toEqual([changed, changed]);
  });

  it('is a change, if they know different identities: the one that was compared here stays, or else the older', () => {
    expect(merged(pin('B'), pin('A'))).toEqual(pin('A', { changed_to: 'B' }));
    expect(merged(pin('B'), pin('A', { is_verified: true }))).toEqual(pin('A', { is_verified: true, changed_to: 'B' }));
    const compared = pin('B', { is_verified: true });
    for (const told of [pin('A'), pin('A', { is_verified: true })])
      expect(merged(compared, told)).toEqual({ ...compared, changed_to: 'A' });
  });

  it('leaves others as they are, whatever their ids', () => {
    const own = { users: { carol: pin('C') } };
    const told = { users: { ['__proto__']: pin('P') } };
    const users = mergedPins(own, told).users;
    expect(Object.entries(users)).toEqual([
      ['carol', pin('C')],
      ['__proto__', pin('P')],
    ]);
  });
});
