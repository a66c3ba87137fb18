import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openContent } from '../content.ts';
import type { RunItem } from '../contract.ts';
import { levelOf, risksOf, threatOf, type OpenWeakness, type Situation } from './compute.ts';
import { applicableTo, needEnd, needWhole, readResults, resultOfLight, worstLight } from './run.ts';

const method = await openContent().method();
const baseline = await openContent().baseline();
const SEVERITIES = ['informational', 'low', 'medium', 'high', 'critical'] as const;

const weakness = (severity: OpenWeakness['severity'], id: string, kind: OpenWeakness['kind'] = 'vulnerability') => ({
  kind,
  severity,
  title: `finding ${severity}`,
  titleZh: `隐患 ${severity}`,
  assets: [{ kind: 'host', id }],
});
const situation = (more: Partial<Situation>): Situation => ({
  assets: new Map(),
  weaknesses: [],
  alerts: new Map(),
  ...more,
});

describe('a risk', () => {
  it('is asset times threat times the worst weakness of its kind', () => {
    const found = risksOf(
      method,
      situation({
        assets: new Map([['host:a', { criticality: 'critical', exposure: 'other' }]]),
        weaknesses: [weakness('low', 'a'), weakness('high', 'a'), weakness('medium', 'a', 'weakness')],
        alerts: new Map([['host:a', 3]]),
      }),
    );
    expect(found.map(({ key, value, level, findings }) => [key, value, level, findings])).toEqual([
      ['host|vulnerability|a', 100, 'critical', 2],
      ['host|weakness|a', 75, 'high', 1],
    ]);
    expect(found[0]).toMatchObject({ threat: 'observed', alerts: 3, worst: '隐患 high' });
  });
  it('leaves out what is no asset, and takes unknown assets at the middle', () => {
    const platform = { ...weakness('high', 'x'), assets: [{ kind: 'platform', id: 'x' }] };
    const [only, ...others] = risksOf(method, situation({ weaknesses: [platform, weakness('high', 'b')] }));
    expect(others).toEqual([]);
    expect(only).toMatchObject({ scores: { asset: 3, threat: 2, vulnerability: 4 }, value: 24, level: 'medium' });
  });
  it('never falls when a finding or an alert is added', () => {
    const severity = fc.constantFrom(...SEVERITIES);
    fc.assert(
      fc.property(fc.array(severity, { minLength: 1, maxLength: 6 }), severity, fc.nat(3), (list, more, alerts) => {
        const valueOf = (severities: readonly OpenWeakness['severity'][], count: number): number =>
          risksOf(
            method,
            situation({
              weaknesses: severities.map((each) => weakness(each, 'a')),
              alerts: new Map([['host:a', count]]),
            }),
          )[0]?.value ?? 0;
        expect(valueOf([...list, more], alerts)).toBeGreaterThanOrEqual(valueOf(list, alerts));
        expect(valueOf(list, alerts + 1)).toBeGreaterThanOrEqual(valueOf(list, alerts));
      }),
    );
  });
  it.each([
    [1, 0, 'other', 'observed'],
    [0, 1, 'internet', 'internet'],
    [0, 0, 'internet', 'exposed'],
    [0, 5, 'other', 'environment'],
    [0, 0, 'other', 'general'],
  ] as const)('own alerts %i, others %i, %s: %s', (own, elsewhere, exposure, threat) => {
    expect(threatOf(own, elsewhere, exposure)).toBe(threat);
  });
  it('falls into the level whose threshold it reaches', () => {
    expect([1, 19, 20, 44, 45, 79, 80, 125].map((value) => levelOf(method, value))).toEqual([
      'low',
      'low',
      'medium',
      'medium',
      'high',
      'high',
      'critical',
      'critical',
    ]);
  });
});

const item = (more: Partial<RunItem>): RunItem => ({
  id: 'H-01',
  title: { zh: '机房', en: 'rooms' },
  obligations: [],
  kind: 'manual',
  fromLevel: 1,
  result: 'open',
  evidence: '',
  measure: '',
  dueOn: null,
  ...more,
});

describe('a run', () => {
  it('asks for more at a higher level', () => {
    const counts = [1, 2, 3].map((level) => applicableTo(baseline.items, level).length);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts[2]).toBe(baseline.items.length);
  });
  it('judges machine items by the light, and amber says nothing', () => {
    expect(['green', 'red', 'amber', 'none'].map(resultOfLight)).toEqual(['pass', 'fail', 'open', 'open']);
    expect(worstLight(['green', 'none'])).toBe('none');
    expect(worstLight(['green', 'red', 'none'])).toBe('red');
  });
  it('needs evidence for what passes by hand, and a plan for what does not', () => {
    expect(() => needWhole(item({ result: 'pass' }))).toThrow('risks.item');
    expect(() => needWhole(item({ result: 'pass', evidence: '照片' }))).not.toThrow();
    expect(() => needWhole(item({ result: 'fail', measure: '整改' }))).toThrow('risks.item');
    expect(() => needEnd([item({}), item({ id: 'H-02', result: 'n-a' })])).toThrow('H-01');
    expect(() => needEnd([item({ result: 'fail', measure: '整改', dueOn: '2026-12-31' })])).not.toThrow();
  });
  it('takes the good rows of a table and names the others', () => {
    const rows = [
      ['编号', '结果', '说明'],
      ['H-01', '符合', '照片'],
      ['X', '符合', ''],
      ['H-01', '也许', ''],
    ];
    const read = readResults(
      rows.map((cells, at) => ({ row: at + 1, cells })),
      [item({})],
    );
    expect(read.items).toMatchObject([{ result: 'pass', evidence: '照片' }]);
    expect(read.report).toMatchObject({ rows: 3, taken: 1, refused: [{ row: 3 }, { row: 4 }] });
    expect(() => readResults([{ row: 1, cells: ['a'] }], [])).toThrow('risks.table');
  });
  it('never throws anything but its own error for any table', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { maxLength: 5 }), { maxLength: 10 }), (cells) => {
        try {
          readResults(
            cells.map((each, at) => ({ row: at + 1, cells: each })),
            [item({})],
          );
        } catch (error) {
          expect(String(error)).toContain('risks.table');
        }
      }),
    );
  });
});
