import { openCalendar } from '@chedun/calendar';
import { readClockCatalogue } from '@chedun/deadlines';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  atLeast,
  breaksSixMonthRule,
  changeFilingDue,
  changeFilingOf,
  colourOf,
  completenessOf,
  disclosureBreaks,
  discoveredGatesOf,
  dutiesOf,
  exportRouteOf,
  gatesOf,
  gradeOf,
  judgeCapture,
  judgeFirstReport,
  judgeFlow,
  matrixLevelOf,
  mayTransfer,
  missingFields,
  nextReport,
  openPersonCounter,
  personRulesOf,
  readCacReport,
  readDataRules,
  readDutyTable,
  readGradeTable,
  readProvinces,
  readReportItems,
  readUnitLevelRule,
  readVulnerabilityRules,
  readWarningColours,
  recipientsOf,
  unitLevelOf,
} from './index.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../content/${name}`, import.meta.url), 'utf8'));
const RAW = { miit: read('regulations/miit-281.json'), cac: read('regulations/cac.json') };
const miit = readGradeTable(RAW.miit);
const cac = readGradeTable(RAW.cac);
const duties = readDutyTable(read('regulations/incident-duties.json'));
const data = readDataRules(read('regulations/data-rules.json'));
const vulnerabilities = readVulnerabilityRules(read('regulations/vulnerabilities.json'));
const unitLevel = readUnitLevelRule(read('regulations/unit-level.json'));

describe('gradings', () => {
  test('take the heaviest condition and say what decided', () => {
    const grade = gradeOf(miit, { leakedPersons: 100_000, usersOffline: 'one-province' });
    expect(grade.level).toBe('较大');
    expect(grade.trace.filter(({ kind }) => kind === 'met').map(({ test: id, level }) => [id, level])).toEqual([
      ['leaked-users', '一般'],
      ['users-offline', '较大'],
    ]);
    expect(gradeOf(miit, {}).trace.every(({ kind }) => kind === 'not-stated')).toBe(true);
  });

  test('count people only for services of daily life, and mark what nobody verified', () => {
    expect(gradeOf(cac, { peopleAffected: 10_000_000 })).toMatchObject({ level: null });
    const road = gradeOf(cac, { peopleAffected: 100_000, service: '交通出行' });
    expect([road.level, road.basis]).toEqual(['较大', 'unverified']);
    expect(gradeOf(cac, { leakedPersons: 1_000_000 }).basis).toBe('seen');
  });

  test.each([
    [{ leakedPersons: -1 }],
    [{ leakedPersons: Number.NaN }],
    [{ leakedPersons: '5' }],
    [{ usersOffline: 'everywhere' }],
    [{ otherHarmJudged: '很大' }],
  ])('refuse %j', (facts) => {
    expect(() => gradeOf(miit, facts)).toThrow(/regulations\.fact-invalid/);
  });

  test('never fall when more persons are affected (property)', () => {
    const count = fc.integer({ min: 0, max: 200_000_000 });
    fc.assert(
      fc.property(count, count, (a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        for (const table of [miit, cac]) {
          const low = gradeOf(table, { leakedPersons: less }).level;
          if (low !== null) expect(atLeast(gradeOf(table, { leakedPersons: more }).level, low)).toBe(true);
        }
      }),
    );
  });

  test('come from tables that are whole', () => {
    const broken = structuredClone(RAW.miit) as { tests: { kind: string }[] };
    broken.tests[0] = { kind: 'guess' };
    expect(() => readGradeTable(broken)).toThrow(/tests\[0\]\.kind/);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const reader of [readGradeTable, readDutyTable, readDataRules, readProvinces, readUnitLevelRule])
          expect(() => reader(value)).toThrow(/regulations\.table-invalid/);
      }),
    );
  });
});

describe('duties of an incident', () => {
  const of = (leakedPersons: number, operator: 'cii' | 'central-organ' | 'other') =>
    dutiesOf({ miit, cac, duties }, { leakedPersons }, operator).duties.map(({ clock }) => clock);

  test.each([
    [0, 'other', ['NET-1']],
    [5, 'other', ['NET-1', 'DAT-3']],
    [1_000_000, 'other', ['NET-1', 'CAC-3', 'DAT-3']],
    [1_000_000, 'cii', ['NET-1', 'CAC-1', 'DAT-3']],
    [10_000_000, 'cii', ['NET-1', 'CAC-1', 'CAC-1b', 'DAT-3']],
    [10_000_000, 'central-organ', ['NET-1', 'CAC-2', 'DAT-3']],
  ] as const)('%d persons, %s', (persons, operator, clocks) => expect(of(persons, operator)).toEqual(clocks));

  test('are graded by 214号 only when its table is given', () => {
    expect(dutiesOf({ miit, cac, duties }, {}, 'other').data214.kind).toBe('not-gradable');
    const loaded = dutiesOf({ miit, cac, duties, data214: cac }, { leakedPersons: 1_000_000 }, 'other');
    expect(loaded.duties.map(({ clock }) => clock)).toContain('DAT-1');
  });

  test('name the offices of the province, and keep roles that are of none', () => {
    const provinces = readProvinces(read('regulations/provinces.json'));
    const to = ['部应急办', '省通信管理局'];
    expect(recipientsOf(provinces, to, '44').map(({ name }) => name)).toEqual(['部应急办', '广东省通信管理局']);
    expect(recipientsOf(provinces, to, undefined).map(({ name }) => name)).toEqual(to);
    expect(recipientsOf(provinces, to, '99')[1]?.name).toBe('省通信管理局');
  });

  test('have a colour of warning', () => {
    const colours = readWarningColours(RAW.miit);
    expect([colourOf(colours, '特别重大'), colourOf(colours, null)]).toEqual(['红', null]);
  });
});

describe('contents of reports', () => {
  const rule = readCacReport(RAW.cac);

  test('a first report needs items 1 and 2 while the cause is unknown, and all of them after', () => {
    expect(judgeFirstReport(rule, { items: ['1', '2'], cause: 'unknown' })).toMatchObject({
      kind: 'accepted',
      followUp: ['3', '4', '5', '6', '7'],
    });
    expect(judgeFirstReport(rule, { items: ['1', '2'], cause: 'known' })).toMatchObject({
      kind: 'refused',
      missing: ['3', '4', '5', '6', '7'],
    });
    expect(judgeFirstReport(rule, { items: ['2'], cause: 'unknown', ransom: ['日期'] })).toMatchObject({
      missing: ['1', '赎金金额', '支付方式'],
    });
  });

  test('what is missing never holds up the telephone', () => {
    const items = readReportItems(RAW.miit, 'report');
    expect(completenessOf(items, ['time'])).toMatchObject({
      missing: ['scope', 'measures', 'advice'],
      telephoneReportAllowed: true,
    });
    expect(completenessOf(items, ['time', 'scope', 'measures', 'advice']).kind).toBe('complete');
  });

  test('what comes next', () => {
    expect([
      nextReport(null, 'nothing'),
      nextReport('初报', 'nothing'),
      nextReport('初报', 'new-important-fact'),
    ]).toEqual(['初报', null, '续报']);
  });
});

describe('data', () => {
  const route = (persons: number, sensitive: number, more: object = {}) =>
    exportRouteOf(data, { operator: 'other', persons, sensitive, declaredImportant: 0, ...more }).route;

  test('routes at the exact number', () => {
    expect([route(99_999, 0), route(100_000, 0), route(999_999, 0), route(1_000_000, 0)]).toEqual([
      'exempt',
      'contract-or-certification',
      'contract-or-certification',
      'security-assessment',
    ]);
    expect([route(0, 1), route(0, 10_000)]).toEqual(['contract-or-certification', 'security-assessment']);
    expect(route(1, 0, { operator: 'cii' })).toBe('security-assessment');
    expect(route(2_000_000, 0, { exemption: 'transit' })).toBe('exempt');
    expect(route(2_000_000, 0, { exemption: 'because' })).toBe('security-assessment');
    expect(route(0, 0, { exemption: 'transit', declaredImportant: 1 })).toBe('security-assessment');
  });

  test('a person counts once a year in China, as sensitive from the first sensitive transfer on', () => {
    const counter = openPersonCounter();
    const at = (text: string) => Date.parse(text);
    counter.add({ at: at('2025-12-31T16:00:00Z'), person: 'a', data: 'ordinary' });
    counter.add({ at: at('2026-05-01T00:00:00Z'), person: 'a', data: 'sensitive' });
    counter.add({ at: at('2025-12-31T15:59:59Z'), person: 'b', data: 'ordinary' });
    expect(counter.countsAt(at('2026-02-01T00:00:00Z'))).toEqual({ persons: 1, sensitive: 0 });
    expect(counter.countsAt(at('2026-06-01T00:00:00Z'))).toEqual({ persons: 0, sensitive: 1 });
    expect(counter.countsAt(at('2025-12-31T00:00:00Z'))).toEqual({ persons: 0, sensitive: 0 });
    expect(counter.countsAt(at('2030-01-01T00:00:00Z'))).toEqual({ persons: 0, sensitive: 0 });
  });

  test('flows and captures', () => {
    const approved = [{ recipient: 'R', class: 'A', persons: 10 }];
    const kind = (flow: object) => judgeFlow(approved, { recipient: 'R', class: 'A', persons: 10, ...flow }).kind;
    expect([kind({}), kind({ persons: 11 }), kind({ class: 'B' }), kind({ recipient: 'S' })]).toEqual([
      'within',
      'beyond-approval',
      'unapproved-class',
      'unknown-recipient',
    ]);
    expect(judgeCapture(data, { seconds: 3599, foreignDestinations: 1 })).toBe('not-valid');
  });

  test('numbers of persons and changes of the catalogue', () => {
    expect(personRulesOf(data, 100_000)).toEqual([]);
    expect(personRulesOf(data, 10_000_000).map(({ id }) => id)).toEqual(['important-data', 'articles-30-32']);
    expect([
      changeFilingOf(data, { kind: 'scale', percent: -30 }),
      changeFilingOf(data, { kind: 'scale', percent: 29.9 }),
      changeFilingOf(data, { kind: 'other' }),
    ]).toEqual(['CAT-1', undefined, 'CAT-1']);
  });
});

describe('filings', () => {
  test('the level of a unit with its trace, and the second opinion', () => {
    const found = unitLevelOf(unitLevel, { I: 2, V: 3, R: 4 });
    expect([found.raw, found.level, found.basis]).toEqual([3.2224, 3, 'unverified']);
    expect(found.trace.map(({ factor, part }) => [factor, Math.round(part * 1000) / 1000])).toEqual([
      ['I', 1.333],
      ['V', 2.667],
      ['R', 5.333],
    ]);
    expect(() => unitLevelOf(unitLevel, { I: 0, V: 1, R: 1 })).toThrow(/fact-invalid/);
    expect(() => unitLevelOf(unitLevel, { I: 1, V: 1, R: 1 }, { I: 1, V: 1, R: 1 })).toThrow(/fact-invalid/);
    expect(matrixLevelOf(unitLevel, 'public', 1)).toBe(3);
    expect(() => matrixLevelOf(unitLevel, 'public', 9)).toThrow(/fact-invalid/);
  });

  test('gates of new systems', () => {
    const good = {
      levelFixed: '2026-01-10',
      designApproved: '2026-01-20',
      build: '2026-02-01',
      filed: '2026-03-01',
      goLive: '2026-03-10',
    };
    expect(gatesOf(good)).toEqual([]);
    expect(gatesOf({ ...good, levelFixed: null })).toEqual(['level-after-design-approval']);
    expect(gatesOf({ ...good, levelFixed: '2026-02-02', designApproved: null })).toEqual(['build-without-level']);
    expect(gatesOf({ ...good, filed: '2026-03-11' })).toEqual(['go-live-without-filing']);
    expect(discoveredGatesOf({ project: null })).toEqual(['system-without-project']);
    const clocks = {
      catalogue: readClockCatalogue(read('notice/clocks.json')),
      calendar: openCalendar([]),
      clock: 'GRD-2',
    };
    expect(changeFilingDue({ filedHosts: 1, observedHosts: 1, changedAt: '2026-02-10' }, clocks)).toBeUndefined();
    expect(changeFilingDue({ filedHosts: 1, observedHosts: 2, changedAt: '2026-02-10' }, clocks)?.kind).toBe('day');
    expect(() => changeFilingDue({ filedHosts: 1, observedHosts: 2, changedAt: 'x' }, clocks)).toThrow(/fact-invalid/);
  });
});

describe('vulnerabilities', () => {
  test('mandatory fields, publication, transfer, and six months', () => {
    expect(missingFields(vulnerabilities, ['产品名称', '型号', '技术特点', '危害', '影响范围'])).toEqual(['版本']);
    const plan = { fix: 'published-with-it', holds: [], majorEvent: 'none' } as const;
    const breaks = (more: object) => disclosureBreaks(vulnerabilities, { ...plan, ...more });
    expect([breaks({}), breaks({ fix: 'none' }), breaks({ fix: 'available-not-included' })]).toEqual([
      [],
      ['1'],
      ['5'],
    ]);
    expect(breaks({ fix: 'none', jointAssessmentToldTo: ['工业和信息化部'] })).toEqual(['1']);
    expect(
      breaks({ holds: ['exploit-program', 'operator-details', 'exaggeration'], majorEvent: 'without-approval' }),
    ).toEqual(['4', '2', '3', '6']);
    expect(mayTransfer({ vulnerability: 'unpublished', recipient: 'overseas' })).toBe(false);
    expect(mayTransfer({ vulnerability: 'unpublished', recipient: 'domestic' })).toBe(true);
    const rule = (assessed: string) =>
      breaksSixMonthRule(vulnerabilities, { published: '2025-08-31', assessed, state: 'open' });
    expect([rule('2026-02-27'), rule('2026-02-28')]).toEqual([false, true]);
    expect(() => rule('x')).toThrow(/fact-invalid/);
  });
});
