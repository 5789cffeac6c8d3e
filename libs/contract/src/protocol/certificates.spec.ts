import { type Certified, replacedBy } from './certificates.js';

const of = (device_id: string, identity_key: string, generation = 1): Certified => {
  return { device_id, identity_key, generation };
};

describe('certificates that may be stored', () => {
  test.each<[string, Certified[], Certified[]]>([
    ['the first', [of('phone', 'A')], []],
    ['one more', [of('phone', 'A')], [of('laptop', 'A')]],
    ['of the same generation for one device', [of('phone', 'A', 2)], [of('phone', 'A', 2), of('laptop', 'A', 2)]],
    ['of the same generation for others', [of('phone', 'A', 2), of('tablet', 'A', 2)], [of('laptop', 'A', 2)]],
    ['of a higher generation than all before', [of('phone', 'A', 3)], [of('laptop', 'A', 2), of('phone', 'A')]],
    ['of another identity, where no other device has any', [of('phone', 'B')], [of('phone', 'A', 7)]],
  ])('%s', (_, added, stored) => {
    expect(replacedBy(added, stored, false)).toEqual([]);
    expect(replacedBy(added, stored, true)).toEqual([]);
  });

  test('of another identity with a reset: it begins anew, and those of the one before go', () => {
    const stored = [of('laptop', 'A', 7), of('phone', 'A', 7), of('tablet', 'B')];
    expect(replacedBy([of('phone', 'B')], stored, true)).toEqual(['laptop']);
  });
});

describe('certificates that are refused', () => {
  test.each<[string, string, Certified[], Certified[]]>([
    ['of two identities', 'identity_mismatch', [of('phone', 'A'), of('laptop', 'B')], []],
    ['of another identity', 'identity_mismatch', [of('phone', 'B')], [of('laptop', 'A'), of('tablet', 'B')]],
    ['of a lower generation', 'certificate_outdated', [of('phone', 'A')], [of('laptop', 'A', 2)]],
    ['of a lower generation than the device has', 'certificate_outdated', [of('phone', 'A')], [of('phone', 'A', 2)]],
    [
      'of a generation that one of several devices has',
      'certificate_outdated',
      [of('phone', 'A', 2), of('laptop', 'A', 2)],
      [of('laptop', 'A', 2)],
    ],
    ['of two generations', 'certificate_outdated', [of('phone', 'A'), of('laptop', 'A', 2)], []],
    ['for one device twice', 'invalid_request', [of('phone', 'A'), of('phone', 'A')], []],
  ])('%s: %s', (_, code, added, stored) => {
    expect(() => replacedBy(added, stored, false)).toThrow(expect.objectContaining({ code }) as Error);
  });

  test.each<[string, string, Certified[], Certified[]]>([
    ['of two identities', 'identity_mismatch', [of('phone', 'A'), of('laptop', 'B')], []],
    ['of a lower generation of the same identity', 'certificate_outdated', [of('phone', 'A')], [of('laptop', 'A', 2)]],
  ])('%s even with a reset: %s', (_, code, added, stored) => {
    expect(() => replacedBy(added, stored, true)).toThrow(expect.objectContaining({ code }) as Error);
  });
});
