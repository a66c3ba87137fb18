import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { WarningPolicy, type WarningLevel } from '../contract.ts';
import { colourOf, demandsOf, type Demand, type Endangered, type Facts } from './demands.ts';
import { nextStep, type Standing } from './steps.ts';

const NOW = Date.UTC(2026, 10, 23, 1);
const HOUR = 3_600_000;
const policy = WarningPolicy.parse(
  JSON.parse(readFileSync(new URL('../../../content/warnings/policy.json', import.meta.url), 'utf8')),
);
const facts = (given: Partial<Facts> = {}): Facts => ({ assets: [], silent: [], openFindings: new Map(), ...given });
const vehicles = (count: number, score: number): Endangered[] =>
  Array.from({ length: count }, (_, n) => ({
    scope: { kind: 'vehicle', id: `V${String(n).padStart(5, '0')}` },
    score,
    findings: [`f${n}`],
  }));
const demand = (level: WarningLevel): Demand => ({
  scope: { kind: 'fleet', id: 'all' },
  level,
  rules: ['r'],
  title: { zh: '标题', en: 'title' },
  impact: { zh: '', en: '' },
  causes: [],
  weight: 1,
});
const issued = (level: WarningLevel, given: Partial<Standing> = {}): Standing => ({
  status: 'issued',
  level,
  pending: null,
  belowSince: null,
  byHand: false,
  ...given,
});
const step = (standing: Standing | undefined, wanted: WarningLevel | undefined, mutedUntil = 0) =>
  nextStep(standing, wanted && demand(wanted), policy, { now: NOW, mutedUntil });

describe('colours of 281号 4.3', () => {
  // Cases of the acceptance vectors `warning-colours-281`; the mapping itself is unverified there as well.
  it.each([
    ['特别重大', '红'],
    ['重大', '橙'],
    ['较大', '黄'],
    ['一般', '蓝'],
  ])('a possible %s event is %s', (level, colour) => expect(colourOf(policy, level)).toBe(colour));

  it('knows no colour below 一般', () => expect(colourOf(policy, '轻微')).toBeUndefined());
});

describe('what the policy wants', () => {
  it('is nothing while nothing reaches a limit', () => {
    expect(demandsOf(policy, facts({ assets: vehicles(9, 79.9) })).demands).toEqual([]);
  });

  it.each([
    [10, 'yellow'],
    [100, 'orange'],
    [1000, 'red'],
  ])('%d vehicles in danger are a warning of the fleet: %s', (count, level) => {
    const [first] = demandsOf(policy, facts({ assets: vehicles(count, 60) })).demands;
    expect(first).toMatchObject({ scope: { kind: 'fleet', id: 'all' }, level });
    expect(first?.causes.length).toBe(Math.min(100, count));
  });

  it('joins rules of one scope: the worst level wins and every rule is named', () => {
    const { demands } = demandsOf(policy, facts({ assets: vehicles(100, 60) }));
    expect(demands).toHaveLength(1);
    expect(demands[0]?.rules.toSorted()).toEqual(['vehicles-10', 'vehicles-100']);
  });

  it('warns of one asset, of a platform, of a silent source and of critical findings that pile up', () => {
    const { demands } = demandsOf(
      policy,
      facts({
        assets: [
          { scope: { kind: 'account', id: 'u-1' }, score: 80, findings: ['a'] },
          { scope: { kind: 'platform', id: 'gbt32960.clone' }, score: 90, findings: ['b'] },
        ],
        silent: [{ id: 'gw-1', minutes: 61, findings: ['s'] }],
        openFindings: new Map([['critical-findings', { total: 20, sample: ['c'] }]]),
      }),
    );
    expect(demands.map(({ scope }) => scope.kind)).toEqual(['fleet', 'platform', 'account', 'source']);
    expect(demands.map(({ level }) => level)).toEqual(['orange', 'yellow', 'blue', 'blue']);
  });

  it('keeps the worst when there is no room and counts the rest', () => {
    const { demands, overflow } = demandsOf(
      { ...policy, mostWarnings: 3 },
      facts({ assets: [...vehicles(5, 80), { scope: { kind: 'account', id: 'u' }, score: 99, findings: [] }] }),
    );
    expect(demands.map(({ scope }) => scope.id)).toEqual(['u', 'V00000', 'V00001']);
    expect(overflow).toBe(3);
  });
});

describe('the next step of a scope', () => {
  it('issues yellow and blue by itself, proposes orange and red', () => {
    expect(step(undefined, 'blue')).toEqual({ kind: 'issue', level: 'blue' });
    expect(step(undefined, 'yellow')).toEqual({ kind: 'issue', level: 'yellow' });
    expect(step(undefined, 'orange')).toEqual({ kind: 'propose', level: 'orange' });
    expect(step(undefined, 'red')).toEqual({ kind: 'propose', level: 'red' });
    expect(step(undefined, undefined)).toEqual({ kind: 'none' });
  });

  it('proposes nothing for a while after a person refused', () => {
    expect(step(undefined, 'red', NOW + 1)).toEqual({ kind: 'none' });
    expect(step(undefined, 'red', NOW)).toEqual({ kind: 'propose', level: 'red' });
  });

  it('goes up at once, or asks a person once', () => {
    expect(step(issued('blue'), 'yellow')).toEqual({ kind: 'change', level: 'yellow' });
    expect(step(issued('yellow'), 'red')).toEqual({ kind: 'ask', pending: 'red' });
    expect(step(issued('yellow', { pending: 'red' }), 'red')).toEqual({ kind: 'steady' });
  });

  it('goes down and is lifted only after the calm hours', () => {
    expect(step(issued('yellow'), undefined)).toEqual({ kind: 'calm' });
    const since = (hours: number) => ({ belowSince: NOW - hours * HOUR });
    expect(step(issued('yellow', since(11.9)), undefined)).toEqual({ kind: 'none' });
    expect(step(issued('yellow', since(12)), undefined)).toEqual({ kind: 'lift' });
    expect(step(issued('yellow', since(12)), 'blue')).toEqual({ kind: 'change', level: 'blue' });
    expect(step(issued('yellow', since(5)), 'yellow')).toEqual({ kind: 'steady' });
  });

  it('asks a person before orange and red go down', () => {
    const calm = { belowSince: NOW - 24 * HOUR };
    expect(step(issued('red', calm), undefined)).toEqual({ kind: 'ask', pending: 'lift' });
    expect(step(issued('red', { ...calm, pending: 'lift' }), undefined)).toEqual({ kind: 'none' });
    expect(step(issued('red', calm), 'blue')).toEqual({ kind: 'ask', pending: 'blue' });
  });

  it('follows a proposal: another level, no person needed any more, no reason any more', () => {
    const proposed = (level: WarningLevel) => issued(level, { status: 'proposed' });
    expect(step(proposed('orange'), 'orange')).toEqual({ kind: 'steady' });
    expect(step(proposed('orange'), 'red')).toEqual({ kind: 'propose', level: 'red' });
    expect(step(proposed('orange'), 'yellow')).toEqual({ kind: 'issue', level: 'yellow' });
    expect(step(proposed('orange'), undefined)).toEqual({ kind: 'withdraw' });
  });

  it('leaves what a person wrote to people', () => {
    expect(step(issued('blue', { byHand: true }), 'red')).toEqual({ kind: 'none' });
    expect(step(issued('blue', { byHand: true, belowSince: 0 }), undefined)).toEqual({ kind: 'none' });
  });
});
