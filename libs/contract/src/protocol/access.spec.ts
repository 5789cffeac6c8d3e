import { bearerToken, checkAccess, type Grants, needsSession, type SecurityAlternative } from './access.js';
import { DialtoneError } from './dialtone-error.js';

const ADMIN_TOKEN = { scheme: 'adminToken' } as const;
const bearer = (...roles: ('admin' | 'trusted')[]) => ({ scheme: 'bearerAuth', roles }) as const;

describe('bearerToken', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer  a.b_c~d+e/f-g==  ', 'a.b_c~d+e/f-g=='],
    ['Bearer', null],
    ['Bearer ', null],
    ['Bearer a b', null],
    ['Bearer a"b', null],
    ['Basic abc', null],
    ['', null],
    [undefined, null],
    [null, null],
  ])('of %j is %j', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});

describe('needsSession', () => {
  it.each([
    ['a public operation', [], false, false],
    ['a bearer token alone', [bearer()], false, true],
    ['a bearer token alone, and an admin token is sent', [bearer()], true, true],
    ['either, and no admin token is sent', [ADMIN_TOKEN, bearer('admin')], false, true],
    ['either, and an admin token is sent', [ADMIN_TOKEN, bearer('admin')], true, false],
  ])('%s', (_, security, hasAdminToken, needed) => {
    expect(needsSession(security, hasAdminToken)).toBe(needed);
  });
});

describe('checkAccess', () => {
  const nobody = null;
  const member = { isAdmin: false, isTrusted: false };
  const trusted = { isAdmin: false, isTrusted: true };
  const admin = { isAdmin: true, isTrusted: false };

  it.each([
    ['a member where any session will do', [bearer()], member],
    ['an admin', [bearer('admin')], admin],
    ['the trusted', [bearer('trusted')], trusted],
    ['either role', [bearer('admin'), bearer('trusted')], trusted],
  ])('lets in %s', (_, security, user) => {
    expect(checkAccess(security, user)).toBe(user);
  });

  it.each<[string, SecurityAlternative[], Grants | null, 'unauthorized' | 'forbidden']>([
    ['nobody', [bearer()], nobody, 'unauthorized'],
    ['nobody, though an admin token would do', [ADMIN_TOKEN, bearer('admin')], nobody, 'unauthorized'],
    ['a member', [bearer('admin')], member, 'forbidden'],
    ['the trusted who are no admins', [bearer('admin', 'trusted')], trusted, 'forbidden'],
    ['a session where only the admin token counts', [ADMIN_TOKEN], admin, 'forbidden'],
  ])('refuses %s', (_, security, user, code) => {
    expect(() => checkAccess(security, user)).toThrow(new DialtoneError(code));
  });
});
