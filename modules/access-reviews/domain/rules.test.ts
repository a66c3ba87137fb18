import { expect, it } from 'vitest';
import type { AccessAccount, AccessRuleId } from '../contract.ts';
import { contextOf, DEFAULT_SETTINGS, flagged, RULES } from './judge.ts';
import { matcher } from './rule.ts';
import { DORMANT_DAYS } from './rules/dormant.ts';
import { MANY_ADDRESSES } from './rules/shared.ts';
import { isCarriedOut } from './tasks.ts';

const NOW = Date.parse('2026-11-28T00:00:00Z');
const ago = (days: number): string => new Date(NOW - days * 86_400_000).toISOString();
const account = (more: Partial<AccessAccount> = {}): AccessAccount => ({
  name: 'li',
  person: '李工',
  kind: 'person',
  roles: ['采购'],
  lastSignInAt: ago(1),
  hasSignedIn: true,
  isEnabled: true,
  hasSecondFactor: true,
  isInteractive: null,
  addresses: 1,
  ...more,
});
const people = { inService: new Set(['李工']), left: new Set(['王工']), isListed: false };
const judged = (more: Partial<AccessAccount>, context: Partial<Parameters<typeof contextOf>[1]> = {}): AccessRuleId[] =>
  flagged(
    [account(more)],
    contextOf(DEFAULT_SETTINGS, { now: NOW, origin: 'table', people, ...context }),
    new Map(),
  )[0]?.flags.map(({ rule }) => rule) ?? [];

/** What each rule finds, and what lies beside it. */
const CASES: Readonly<
  Record<AccessRuleId, { readonly hit: Partial<AccessAccount>; readonly miss: Partial<AccessAccount> }>
> = {
  'root-rights': { hit: { roles: ['sudo:NOPASSWD: /bin/systemctl'] }, miss: { roles: ['sudo:/bin/systemctl'] } },
  'conflicting-duties': { hit: { roles: ['系统管理员', '审计管理员'] }, miss: { roles: ['系统管理员'] } },
  orphan: { hit: { person: '王工' }, miss: { person: '王工、李工' } },
  'no-second-factor': {
    hit: { roles: ['ERP-Admin'], hasSecondFactor: false },
    miss: { roles: ['采购'], hasSecondFactor: false },
  },
  wildcard: { hit: { roles: ['*'] }, miss: { roles: ['采购*'] } },
  'default-account': { hit: { name: 'Guest' }, miss: { name: 'Guest', isEnabled: false } },
  shared: { hit: { person: '李工、赵工' }, miss: { addresses: MANY_ADDRESSES - 1 } },
  dormant: { hit: { lastSignInAt: ago(DORMANT_DAYS + 1) }, miss: { lastSignInAt: ago(DORMANT_DAYS - 1) } },
  'never-used': { hit: { lastSignInAt: null, hasSignedIn: false }, miss: { lastSignInAt: null, hasSignedIn: null } },
  'service-interactive': {
    hit: { kind: 'service', isInteractive: true },
    miss: { kind: 'person', isInteractive: true },
  },
  administrator: { hit: { roles: ['DBA'] }, miss: { roles: ['dbadmirer'] } },
};

it.each(RULES.map(({ id }) => id))('%s finds what it is about, and nothing beside it', (id) => {
  expect(judged(CASES[id].hit)).toContain(id);
  expect(judged(CASES[id].miss)).not.toContain(id);
});

it('finds nothing wrong with an ordinary account', () => {
  expect(judged({})).toEqual([]);
});

it('leaves root its rights, but nobody else', () => {
  expect(judged({ name: 'root', person: '', roles: ['uid:0'] }, { origin: 'linux' })).toEqual(['administrator']);
  expect(judged({ name: 'toor', person: '', roles: ['uid:0'] }, { origin: 'linux' })).toEqual([
    'root-rights',
    'administrator',
  ]);
  expect(judged({ roles: ['Domain Admins'] }, { origin: 'ldif' })).toContain('root-rights');
});

it('believes a list of people, and counts addresses of people alone', () => {
  const listed = { ...people, isListed: true };
  expect(judged({ person: '孙工' })).toEqual([]);
  expect(judged({ person: '孙工' }, { people: listed })).toEqual(['orphan']);
  expect(judged({ addresses: MANY_ADDRESSES })).toEqual(['shared']);
  expect(judged({ addresses: MANY_ADDRESSES, kind: 'service', isInteractive: false })).toEqual([]);
});

it('matches patterns without regular expressions', () => {
  const fits = matcher(['*admin*', 'a*b*c', 'exact']);
  expect(['Administrator', 'abc', 'aXbXc', 'EXACT'].map(fits)).toEqual([true, true, true, true]);
  expect(['adm', 'ab', 'ac', 'exactly'].map(fits)).toEqual([false, false, false, false]);
});

it('says when a decision was carried out', () => {
  const asked = (decision: 'keep' | 'reduce' | 'disable' | 'remove') => ({ decision, roles: ['a', 'b'] });
  const off = account({ isEnabled: false });
  expect([isCarriedOut(asked('remove'), undefined, 'table'), isCarriedOut(asked('remove'), off, 'table')]).toEqual([
    true,
    false,
  ]);
  expect([isCarriedOut(asked('remove'), off, 'own'), isCarriedOut(asked('disable'), off, 'table')]).toEqual([
    true,
    true,
  ]);
  expect(isCarriedOut(asked('disable'), account(), 'table')).toBe(false);
  const roles = [['a'], ['a', 'b'], ['a', 'c'], []].map((held) =>
    isCarriedOut(asked('reduce'), account({ roles: held }), 'table'),
  );
  expect(roles).toEqual([true, false, false, true]);
});
