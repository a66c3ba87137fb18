import { beforeAll, describe, expect, it } from 'vitest';
import { AssessmentItem } from '../contract.ts';
import { datesOf, gapsOf, itemScore, misfits, scoreOf } from './score.ts';
import { readHighRisks, readUnits, type UnitTable } from '../units.ts';

let table: UnitTable;
beforeAll(async () => {
  table = await readUnits();
});

const item = (unit: string, more: Partial<AssessmentItem> = {}): AssessmentItem =>
  AssessmentItem.parse({ unit, object: unit, applicable: true, ...more });
const good = { d: true, a: true, k: true } as const;
const every = (level: number): AssessmentItem[] =>
  table.flatMap(({ units, group }) =>
    units
      .filter(({ levels }) => levels[level - 1] !== null)
      .map(({ id }) => item(id, group === 'management' ? { conformity: 'conform' } : good)),
  );

describe('the table of units', () => {
  it.each([
    [1, 7, 0, 17, 17],
    [2, 11, 10, 6, 14],
    [3, 26, 14, 1, 0],
    [4, 40, 1, 0, 0],
  ])('has 41 units; at level %i %i 应, %i 宜, %i 可, %i not required', (level, must, should, may, none) => {
    const all = table.flatMap(({ units }) => units.map(({ levels }) => levels[level - 1]));
    const count = (wanted: string | null): number => all.filter((each) => each === wanted).length;
    expect([all.length, count('must'), count('should'), count('may'), count(null)]).toEqual([
      41,
      must,
      should,
      may,
      none,
    ]);
  });

  it('has layers that weigh 70 and 30', () => {
    const weight = (group: string): number =>
      table.filter((layer) => layer.group === group).reduce((sum, layer) => sum + layer.weight, 0);
    expect([weight('technical'), weight('management')]).toEqual([70, 30]);
  });

  it('knows the units of all high risks, each with its basis', async () => {
    const ids = new Set(table.flatMap(({ units }) => units.map(({ id }) => id)));
    const risks = await readHighRisks();
    expect(risks.length).toBeGreaterThan(5);
    for (const { units, basis } of risks) {
      expect(units.every((unit) => ids.has(unit))).toBe(true);
      expect(basis).not.toBe('');
    }
  });
});

describe('an assessment', () => {
  it('in which all conforms has 100', () => {
    expect(scoreOf({ level: 3, items: every(3) }, table)).toMatchObject({
      total: 100,
      missing: [],
      highRisk: 0,
      conclusion: 'conform',
    });
    expect(scoreOf({ level: 1, items: every(1) }, table)).toMatchObject({ total: 100, missing: [] });
  });

  it('is vetoed by one high risk', () => {
    const items = [...every(3), item('app-1', { ...good, highRisk: true })];
    expect(scoreOf({ level: 3, items }, table)).toMatchObject({ total: 100, highRisk: 1, conclusion: 'fail' });
  });

  it('names the units that nobody judged, and concludes nothing before', () => {
    const items = every(3).filter(({ unit }) => unit !== 'net-1');
    const half = [...items, item('net-1', { d: true })];
    for (const open of [items, half])
      expect(scoreOf({ level: 3, items: open }, table)).toMatchObject({ missing: ['net-1'], conclusion: null });
    expect(scoreOf({ level: 3, items: [] }, table)).toMatchObject({ total: null, conclusion: null });
  });

  it('leaves out what does not apply', () => {
    const items = every(3).map((each) => (each.unit.startsWith('phy') ? item(each.unit, { applicable: false }) : each));
    const score = scoreOf({ level: 3, items }, table);
    expect(score).toMatchObject({ total: 100, missing: [], conclusion: 'conform' });
    expect(score.layers.find(({ layer }) => layer === 'phy')?.score).toBeNull();
  });

  it('weighs a layer as the reference does: 应 at 0.75 and 宜 at 0 make 0.4412', () => {
    const only: UnitTable = [
      {
        id: 'app',
        name: '应用和数据',
        group: 'technical',
        weight: 30,
        units: [
          { id: 'app-1', name: '', levels: ['must', 'must', 'must', 'must'] },
          { id: 'app-2', name: '', levels: ['should', 'should', 'should', 'should'] },
        ],
      },
    ];
    const items = [item('app-1', good), item('app-1', { d: true, a: false, k: true }), item('app-2', { d: false })];
    expect(scoreOf({ level: 3, items }, only).layers[0]?.score).toBe(0.4412);
  });

  it('scores an object without D at once, others when all is judged', () => {
    expect(itemScore(item('net-1', { d: false }), 'technical')).toBe(0);
    expect(itemScore(item('net-1', { d: true, a: true }), 'technical')).toBeNull();
    expect(itemScore(item('pol-1', { conformity: 'partial' }), 'management')).toBe(0.5);
    expect(itemScore(item('pol-1'), 'management')).toBeNull();
  });

  it('has gaps where something is to be done', () => {
    const items = [
      item('net-1', good),
      item('net-2', { d: false }),
      item('pol-1', { conformity: 'partial' }),
      item('net-3'),
    ];
    expect(gapsOf(items, table).map(({ unit }) => unit)).toEqual(['net-2', 'pol-1']);
  });

  it('refuses judgements that do not fit the unit', () => {
    expect(
      misfits(
        {
          items: [
            item('net-1', { conformity: 'fail' }),
            item('pol-1', { d: true }),
            item('xxx-1'),
            item('net-2', good),
          ],
        },
        table,
      ),
    ).toEqual(['net-1', 'pol-1', 'xxx-1']);
  });
});

describe('the dates', () => {
  const head = { assessedOn: '2026-02-28', reportedOn: '2026-03-01', filedOn: null };

  it('are 30 days after the report and a year after the assessment', () => {
    expect(datesOf(head, '2026-03-31')).toEqual({
      fileBy: '2026-03-31',
      nextBy: '2027-02-28',
      fileOverdue: false,
      nextOverdue: false,
    });
    expect(datesOf(head, '2026-04-01')).toMatchObject({ fileOverdue: true });
    expect(datesOf({ ...head, filedOn: '2026-03-20' }, '2026-09-01')).toMatchObject({ fileOverdue: false });
    expect(datesOf({ ...head, filedOn: '2026-04-02' }, '2026-09-01')).toMatchObject({ fileOverdue: true });
    expect(datesOf({ ...head, assessedOn: '2024-02-29' }, '2025-03-01')).toMatchObject({
      nextBy: '2025-02-28',
      nextOverdue: true,
    });
    expect(datesOf({ assessedOn: null, reportedOn: null, filedOn: null }, '2026-01-01')).toEqual({
      fileBy: null,
      nextBy: null,
      fileOverdue: false,
      nextOverdue: false,
    });
  });
});
