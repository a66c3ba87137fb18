import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATOR_ROLES, RoleId, identityPermissions } from '../contract.ts';
import { ROLES, isAdministrator, mayBeScope, permissionsOf, rolesConflict } from './roles.ts';

const IDENTITY = Object.values(identityPermissions);
const WORK = [
  'detection.rules-read',
  'detection.rules-write',
  'search.events-read',
  'assets.read',
  'assets.write',
  'posture.read',
];
const ALL = [...IDENTITY, ...WORK];
const granted = (...roles: string[]) => [...permissionsOf(roles, ALL)].toSorted();

describe('the separation of three administrators (三权分立)', () => {
  it('gives each duty of account administration to exactly one of them', () => {
    for (const permission of IDENTITY.filter((name) => name !== identityPermissions.usersRead)) {
      const holders = ROLES.filter(({ id }) => permissionsOf([id], ALL).has(permission)).map(({ id }) => id);
      expect(holders, permission).toHaveLength(1);
      expect(ADMINISTRATOR_ROLES).toContain(holders[0]);
    }
  });

  it('keeps the audit trail from the system and the security administrator, and everything else from the auditor', () => {
    expect(granted('system-admin')).not.toContain('identity.audit-read');
    expect(granted('security-admin')).not.toContain('identity.audit-read');
    expect(granted('audit-admin')).toEqual(['identity.audit-read', 'identity.users-read', 'posture.read']);
    expect(granted('system-admin')).not.toContain('identity.roles-grant');
    expect(granted('security-admin')).not.toContain('identity.users-write');
  });

  it('refuses an administrator role beside any other', () => {
    expect(rolesConflict(['system-admin', 'audit-admin'])).toBe(true);
    expect(rolesConflict(['system-admin', 'viewer'])).toBe(true);
    expect(rolesConflict(['system-admin', 'system-admin'])).toBe(false);
    expect(rolesConflict(['inspector', 'viewer'])).toBe(true);
    expect(rolesConflict(['inspector'])).toBe(false);
    expect(rolesConflict(['analyst', 'compliance', 'viewer'])).toBe(false);
    expect(rolesConflict([])).toBe(false);
  });
});

describe('roles', () => {
  it('are the ones of the contract, each told in both languages', () => {
    expect(ROLES.map(({ id }) => id)).toEqual(RoleId.options);
    for (const { title, about } of ROLES) {
      expect(title.zh + about.zh).toMatch(/[一-鿿]/);
      expect(title.en + about.en).toMatch(/^[\x20-\x7e]+$/);
    }
  });

  it('let the viewer read and nothing else', () => {
    expect(granted('viewer')).toEqual(['assets.read', 'detection.rules-read', 'posture.read', 'search.events-read']);
  });

  it('give a guest nothing of the house, also where another role was written beside', () => {
    const known = [...ALL, 'inspection-access.inspect', 'inspection-access.read', 'inspection-access.manage'];
    for (const roles of [['inspector'], ['inspector', 'viewer'], ['analyst', 'inspector']])
      expect([...permissionsOf(roles, known)], roles.join(' ')).toEqual(['inspection-access.inspect']);
    for (const { id } of ROLES.filter((role) => role.id !== 'inspector'))
      expect([...permissionsOf([id], known)], id).not.toContain('inspection-access.inspect');
  });

  it('keep raw events from the reviewer', () => {
    expect(granted('reviewer')).toEqual(['posture.read']);
  });

  it('let an enterprise hand in and see nothing, and give each office one voice', () => {
    const all = ['inbox', 'review', 'enterprises', 'opinion-telecom', 'opinion-industry', 'exchange'];
    const known = [...all.map((each) => `supervision.${each}`), 'assets.read', 'posture.read', 'identity.users-read'];
    expect([...permissionsOf(['supervised-enterprise'], known)]).toEqual(['supervision.exchange']);
    const voices = (role: string) =>
      [...permissionsOf([role], known)].filter((each) => each.startsWith('supervision.opinion'));
    expect(voices('reviewer')).toEqual([]);
    expect(voices('reviewer-telecom')).toEqual(['supervision.opinion-telecom']);
    expect(voices('reviewer-industry')).toEqual(['supervision.opinion-industry']);
    for (const role of ['viewer', 'compliance', 'analyst', 'system-admin'])
      expect([...permissionsOf([role], known)].filter((each) => each.startsWith('supervision.'))).toEqual([]);
  });

  it('add up', () => {
    expect(granted('viewer', 'engineer-ota')).toEqual(
      [...new Set([...granted('viewer'), ...granted('engineer-ota')])].toSorted(),
    );
  });

  it('grant only what is known, whatever the name', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (roles, known) => {
        for (const permission of permissionsOf(roles, known)) expect(known).toContain(permission);
      }),
    );
    expect(granted('__proto__', 'constructor', 'root')).toEqual([]);
  });

  it('never reach account administration through a wildcard', () => {
    const working = RoleId.options.filter((role) => !isAdministrator([role]));
    expect(granted(...working).filter((name) => name.startsWith('identity.'))).toEqual([]);
  });
});

describe('scopes of tokens', () => {
  it('leave account administration out, but let the audit trail be archived', () => {
    expect(IDENTITY.filter(mayBeScope)).toEqual(['identity.audit-read']);
    expect(WORK.every(mayBeScope)).toBe(true);
  });
});
