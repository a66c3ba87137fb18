import { describe, expect, it } from 'vitest';
import { vehicleTbs } from '../../testing/pki.ts';
import type { ToBeSignedValue } from '../index.ts';
import { permissionFault, rangeFits, sspFits } from './permissions.ts';

const bitmap = (octets: string) => ({ bitmapSsp: { octets } });
const opaque = (octets: string) => ({ opaque: { octets } });
const mask = (sspValue: string, sspBitmask: string) => ({
  bitmapSspRange: { sspValue: { octets: sspValue }, sspBitmask: { octets: sspBitmask } },
});
const list = (...octets: readonly string[]) => ({ opaque: octets.map((one) => ({ octets: one })) });
const all = { all: null };

describe('a permission under a range', () => {
  it.each([
    ['anything under all', opaque('01'), all, true],
    ['nothing under all', undefined, all, true],
    ['one of a list', opaque('01'), list('00', '01'), true],
    ['none of a list', opaque('02'), list('00', '01'), false],
    ['nothing under a list', undefined, list('00'), false],
    ['bits that are free', bitmap('01ff00'), mask('01fffc', 'ff0003'), true],
    ['a bit that is not', bitmap('01ff01'), mask('01fffc', 'ff0003'), false],
    ['another version', bitmap('02fffc'), mask('01fffc', 'ff0003'), false],
    ['another length', bitmap('01ff'), mask('01fffc', 'ff0003'), false],
    ['another kind', opaque('01fffc'), mask('01fffc', 'ff0003'), false],
  ] as const)('%s', (_, ssp, range, expected) => {
    expect(sspFits(ssp, range, 'absent')).toBe(expected);
    expect(sspFits(ssp, range, 'any')).toBe(expected);
  });

  it('that is left away fits by the profile', () => {
    expect(sspFits(undefined, undefined, 'absent')).toBe(true);
    expect(sspFits(opaque('01'), undefined, 'absent')).toBe(false);
    expect(sspFits(opaque('01'), undefined, 'any')).toBe(true);
  });
});

describe('a range under a range', () => {
  it.each([
    ['all under all', all, all, true],
    ['all under a list', all, list('00'), false],
    ['none under a list', undefined, list('00'), false],
    ['a shorter list', list('01'), list('00', '01'), true],
    ['a longer list', list('00', '01', '02'), list('00', '01'), false],
    ['more fixed bits', mask('01f000', 'ff0f03'), mask('01fffc', 'ff0003'), true],
    ['fewer fixed bits', mask('01fffc', 'ff0001'), mask('01fffc', 'ff0003'), false],
    ['other fixed bits', mask('01fffd', 'ff0003'), mask('01fffc', 'ff0003'), false],
    ['another kind', list('01'), mask('01', 'ff'), false],
  ] as const)('%s', (_, inner, outer, expected) => {
    expect(rangeFits(inner, outer, 'absent')).toBe(expected);
  });

  it('that is left away fits by the profile', () => {
    expect(rangeFits(undefined, undefined, 'absent')).toBe(true);
    expect(rangeFits(all, undefined, 'absent')).toBe(false);
    expect(rangeFits(all, undefined, 'any')).toBe(true);
  });
});

const base = vehicleTbs('sm2', 3);
type Group = NonNullable<ToBeSignedValue['certIssuePermissions']>[number];
const subject = (fields: Partial<ToBeSignedValue>): ToBeSignedValue => {
  const { appPermissions: _, ...rest } = base;
  return { ...rest, ...fields };
};
const group = (aids: readonly number[], change: Partial<Group> = {}): Group => ({
  subjectPermissions: { explicit: aids.map((aid) => ({ aid })) },
  ...change,
});
const fault = (below: Partial<ToBeSignedValue>, ...above: readonly Group[]) =>
  permissionFault(subject(below), subject({ certIssuePermissions: above }), 'absent');
const BOTH = { eeType: { bits: '11000000' } };

describe('permissions down a chain', () => {
  it('of an end entity have to be held by the issuer, for applications', () => {
    const app = { appPermissions: [{ aid: 1 }] };
    expect(fault(app, group([1]))).toBeUndefined();
    expect(fault(app, group([2]))).toBe('permission-not-held');
    expect(fault(app)).toBe('permission-not-held');
    expect(fault(app, { subjectPermissions: all })).toBeUndefined();
    expect(fault(app, group([1], { eeType: { bits: '01000000' } }))).toBe('permission-not-held');
    expect(fault({ appPermissions: [{ aid: 1, ssp: opaque('01') }] }, group([1]))).toBe('permission-not-held');
  });

  it('have a length: an issuer of issuers does not issue end entities', () => {
    const app = { appPermissions: [{ aid: 1 }] };
    expect(fault(app, group([1], { minChainLength: 2 }))).toBe('chain-length');
    expect(fault(app, group([1], { minChainLength: 2 }), group([1]))).toBeUndefined();
    const issuer = { certIssuePermissions: [group([1])] };
    expect(fault(issuer, group([1], { minChainLength: 2 }))).toBeUndefined();
    expect(fault(issuer, group([1]))).toBe('chain-length');
    expect(fault(issuer, group([1], { chainLengthRange: 1 }))).toBeUndefined();
    expect(
      fault({ certIssuePermissions: [group([1], { chainLengthRange: -1 })] }, group([1], { chainLengthRange: 5 })),
    ).toBe('chain-length');
    expect(
      fault({ certIssuePermissions: [group([1], { chainLengthRange: -1 })] }, group([1], { chainLengthRange: -1 })),
    ).toBeUndefined();
  });

  it('of an issuer have to be held whole', () => {
    const long = { minChainLength: 2 };
    expect(fault({ certIssuePermissions: [group([1, 2])] }, group([1], long))).toBe('permission-not-held');
    expect(fault({ certIssuePermissions: [group([1, 2])] }, group([1], long), group([2], long))).toBeUndefined();
    expect(fault({ certIssuePermissions: [{ subjectPermissions: all }] }, group([1], long))).toBe(
      'permission-not-held',
    );
    expect(
      fault({ certIssuePermissions: [{ subjectPermissions: all }] }, { subjectPermissions: all, ...long }),
    ).toBeUndefined();
    expect(fault({ certIssuePermissions: [group([1], BOTH)] }, group([1], long))).toBe('permission-not-held');
    expect(fault({ certIssuePermissions: [group([1], BOTH)] }, group([1], { ...long, ...BOTH }))).toBeUndefined();
  });

  it('to ask for certificates come from permissions to enrol', () => {
    const enrol = { certRequestPermissions: [group([1])] };
    expect(fault(enrol, group([1]))).toBe('permission-not-held');
    expect(fault(enrol, group([1], BOTH))).toBeUndefined();
  });

  it('are needed', () => {
    expect(fault({}, group([1]))).toBe('no-permissions');
  });
});
