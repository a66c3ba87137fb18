import { describe, expect, it } from 'vitest';
import { judge, judgeAccount, proposalsOf, type Shown } from './judge.ts';

const OWN = { fingerprint: 'ab'.repeat(32), subject: 'vehicle-17' };
const FOREIGN = { fingerprint: 'cd'.repeat(32), subject: 'vehicle-18' };
const nothing: Shown = { platform: null, certificate: undefined, iccid: undefined };

describe('a vehicle that is bound to a platform', () => {
  const bounds = [{ kind: 'platform', value: 'east' }] as const;
  it('may come from it, and from no other and not by itself', () => {
    expect(judge(bounds, { ...nothing, platform: 'east' })).toBeUndefined();
    expect(judge(bounds, { ...nothing, platform: 'west' })).toEqual({
      kind: 'platform',
      expected: ['east'],
      seen: 'west',
    });
    expect(judge(bounds, { ...nothing, certificate: OWN })).toEqual({ kind: 'platform', expected: ['east'], seen: '' });
  });
});

describe('a vehicle that is bound to a certificate', () => {
  it('shows it by fingerprint or by name', () => {
    for (const value of [OWN.fingerprint, OWN.subject])
      expect(judge([{ kind: 'certificate', value }], { ...nothing, certificate: OWN })).toBeUndefined();
  });
  it('is not the one that shows another or none, or that a platform forwards', () => {
    const bounds = [{ kind: 'certificate', value: OWN.fingerprint }] as const;
    expect(judge(bounds, { ...nothing, certificate: FOREIGN })?.seen).toBe('vehicle-18');
    expect(judge(bounds, nothing)).toEqual({ kind: 'certificate', expected: [OWN.fingerprint], seen: '' });
    expect(judge(bounds, { ...nothing, platform: 'east' })?.kind).toBe('platform');
  });
  it('may take either way when an account is bound too', () => {
    const bounds = [
      { kind: 'certificate', value: OWN.fingerprint },
      { kind: 'platform', value: 'east' },
    ] as const;
    expect(judge(bounds, { ...nothing, platform: 'east' })).toBeUndefined();
    expect(judge(bounds, { ...nothing, certificate: OWN })).toBeUndefined();
    expect(judge(bounds, { ...nothing, platform: 'west' })?.expected).toEqual(['east']);
  });
});

describe('a SIM card', () => {
  const bounds = [{ kind: 'iccid', value: '8986' }] as const;
  it('is judged where a login names one, on either way', () => {
    expect(judge(bounds, { ...nothing, iccid: '8986' })).toBeUndefined();
    expect(judge(bounds, { ...nothing, platform: 'east', iccid: '8987' })).toEqual({
      kind: 'iccid',
      expected: ['8986'],
      seen: '8987',
    });
    expect(judge(bounds, nothing)).toBeUndefined();
  });
});

describe('an account', () => {
  it('needs its certificate only when one is bound', () => {
    expect(judgeAccount([], nothing)).toBeUndefined();
    const bounds = [{ kind: 'certificate', value: OWN.subject }] as const;
    expect(judgeAccount(bounds, { ...nothing, certificate: OWN })).toBeUndefined();
    expect(judgeAccount(bounds, nothing)?.kind).toBe('certificate');
  });
});

describe('proposals', () => {
  it('name the way that was taken and the card, and nothing for a plain connection', () => {
    expect(proposalsOf(nothing)).toEqual([]);
    expect(proposalsOf({ ...nothing, platform: 'east', certificate: OWN, iccid: '8986' })).toEqual([
      { kind: 'platform', value: 'east' },
      { kind: 'iccid', value: '8986' },
    ]);
    expect(proposalsOf({ ...nothing, certificate: OWN })).toEqual([{ kind: 'certificate', value: OWN.fingerprint }]);
  });
});
