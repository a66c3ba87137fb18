import { readFile } from 'node:fs/promises';
import { DocumentTemplate } from '@chedun/documents/contract';
import type { Json } from '@chedun/kernel';
import { readUnitLevelRule, unitLevelOf } from '@chedun/regulations';
import { filingKind, type FilingKindId } from '@chedun/review';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { FORM } from '../testing/world.ts';
import { changedItems } from './answers.ts';
import { CHECK_RULES, checkForm } from './check-form.ts';
import { readEnterprises } from './read-enterprises.ts';
import { registerCsv } from './register-csv.ts';
import type { Beside, CheckContext, Form } from './rule.ts';
import { exampleLine } from '../examples.ts';

const CONTENT = new URL('../../../content/', import.meta.url);
const readJson = async (name: string): Promise<unknown> => JSON.parse(await readFile(new URL(name, CONTENT), 'utf8'));

let template: DocumentTemplate;
let levels: CheckContext['levels'];
beforeAll(async () => {
  template = DocumentTemplate.parse(await readJson('documents/grading-filing.json'));
  levels = readUnitLevelRule(await readJson('regulations/unit-level.json'));
});

const context = (data: Readonly<Record<string, Json>>, more: Partial<CheckContext> = {}): CheckContext => ({
  kind: filingKind('grading'),
  template,
  data: { ...FORM, ...data },
  attachments: ['attachments/topology.svg'],
  receivedOn: '2026-11-23',
  own: [],
  peers: [],
  levels,
  ...more,
});
const beside = (kind: FilingKindId, data: Form, number = ''): Beside => ({
  id: 'x',
  kind,
  state: number === '' ? 'received' : 'numbered',
  number,
  data,
});
/** Fields that one rule names. */
const found = (rule: string, data: Readonly<Record<string, Json>>, more: Partial<CheckContext> = {}): string[] =>
  checkForm(context(data, more))
    .filter((each) => each.rule === rule)
    .map(({ field }) => field);

describe('rules of the machine', () => {
  it('find nothing in a form that is complete and plausible', () => {
    expect(checkForm(context({}))).toEqual([]);
  });

  it('required: names empty fields, unverified ones too, and empty lines', () => {
    expect(found('required', { topology: '', principal: null, equipment: [] })).toEqual([
      'principal',
      'topology',
      'equipment',
    ]);
    expect(found('required', { equipment: [{ name: '', model: '', quantity: '', location: '' }] })).toEqual([
      'equipment',
    ]);
  });

  it('topology: wants a drawing from level 3 on', () => {
    expect(found('topology', { level: '3' }, { attachments: [] })).toEqual(['topology']);
    expect(found('topology', { level: '3' })).toEqual([]);
    expect(found('topology', { level: '2' }, { attachments: [] })).toEqual([]);
  });

  it('contacts: takes telephones and mail, nothing else', () => {
    expect(found('contacts', { organisationContact: '见附件', principalContact: '138' })).toEqual([
      'organisationContact',
      'principalContact',
    ]);
    expect(found('contacts', { organisationContact: 'a@b.cn', principalContact: '0755-12345678' })).toEqual([]);
  });

  it('dates: none in the future, and within 30 days', () => {
    expect(found('dates', { gradedOn: '2026-11-24' })).toEqual(['gradedOn']);
    expect(found('dates', { gradedOn: '2026-10-24' })).toEqual([]);
    expect(found('dates', { gradedOn: '2026-10-23' })).toEqual(['gradedOn']);
    expect(found('dates', { startedOn: '2026-11-02', endedOn: '2026-11-01' })).toEqual(['endedOn']);
  });

  it('same-unit: a unit is filed once, a change names its own filing', () => {
    const filed = [beside('grading', FORM, 'DJ-2026-0001')];
    expect(found('same-unit', {}, { own: filed })).toEqual(['unitName']);
    expect(found('same-unit', { unitName: '另一单元' }, { own: filed })).toEqual([]);
    const change = { kind: filingKind('grading-change'), own: filed };
    expect(found('same-unit', { filingNumber: 'DJ-2026-0001' }, change)).toEqual([]);
    expect(found('same-unit', { filingNumber: 'DJ-2026-0009' }, change)).toEqual(['filingNumber']);
    expect(found('same-unit', { filingNumber: 'DJ-2026-0001', unitName: '别的' }, change)).toEqual(['unitName']);
  });

  it('level: computes the level again from the factors', () => {
    const [low, high] = levels.range;
    const factors = (value: number) =>
      (['I', 'V', 'R'] as const).map((id) => ({
        factor: levels.factors[id].title.zh,
        value: String(value),
        reason: '',
      }));
    const right = String(unitLevelOf(levels, { I: high, V: high, R: high }).level);
    expect(found('level', { level: right, factors: factors(high) })).toEqual([]);
    expect(found('level', { level: '1', factors: factors(high) })).toEqual(['level']);
    expect(found('level', { level: '1', factors: factors(low - 1) })).toEqual(['factors']);
  });

  it('exposure: what the Internet reaches stands behind protection', () => {
    const boundary = '服务地址 https://tsp.example.cn';
    expect(found('exposure', { boundary })).toEqual(['equipment']);
    expect(found('exposure', { boundary: '地址 8.8.8.8' })).toEqual(['equipment']);
    expect(found('exposure', { boundary: '地址 10.1.2.3' })).toEqual([]);
    const equipment = [{ name: '边界防火墙', model: 'X', quantity: '1', location: 'A' }];
    expect(found('exposure', { boundary, equipment })).toEqual([]);
  });

  it('peers: compares with at least three others, and names none of them', () => {
    const peer = (quantity: string, level: string): Form => ({
      ...FORM,
      organisation: '乙公司',
      level,
      equipment: [{ name: '服务器', model: 'x', quantity, location: 'x' }],
    });
    const peers = [peer('100', '3'), peer('120', '3'), peer('90', '3')];
    expect(found('peers', {}, { peers })).toEqual(['equipment', 'level']);
    expect(found('peers', {}, { peers: peers.slice(1) })).toEqual([]);
    expect(found('peers', {}, { peers: [peer('10', '2'), peer('12', '2'), peer('9', '2')] })).toEqual([]);
    expect(JSON.stringify(checkForm(context({}, { peers })))).not.toContain('乙公司');
  });

  it('incidents: systems of its own reports are in a filed unit', () => {
    const own = [beside('incident', { system: '远控网关' })];
    expect(found('incidents', {}, { own })).toEqual(['equipment']);
    expect(found('incidents', { functions: '含远控网关' }, { own })).toEqual([]);
  });

  it('numbers: the same thing has one number', () => {
    const equipment = [{ name: '服务器', model: 'x', quantity: '12', location: 'A' }];
    expect(found('numbers', { functions: '部署服务器 40 台', equipment })).toEqual(['equipment']);
    expect(found('numbers', { functions: '部署服务器12台', equipment })).toEqual([]);
    expect(found('numbers', { equipment: [{ name: 'x', model: 'x', quantity: '若干', location: 'A' }] })).toEqual([
      'equipment',
    ]);
  });

  it('take no time over long texts', () => {
    const long = {
      organisationContact: '1'.repeat(900_000),
      functions: `服务器${' '.repeat(900_000)}`,
      topology: '1.'.repeat(400_000),
    };
    const began = performance.now();
    checkForm(context(long));
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('never throw, whatever the form holds, and speak both languages', () => {
    const names = [...Object.keys(FORM), 'filingNumber', 'system', 'startedOn'];
    const forms = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(forms, (data) => {
        for (const problem of checkForm({ ...context({}), data: data as Form })) {
          expect(problem.zh).not.toBe('');
          expect(problem.en).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
    expect(new Set(CHECK_RULES.map(({ id }) => id)).size).toBe(CHECK_RULES.length);
  });
});

describe('answers', () => {
  it('count as changed when the value differs, not the order of its names', () => {
    const asked = [
      { id: 'a', field: 'level', was: '2' },
      { id: 'b', field: 'equipment', was: [{ name: 'x', quantity: '1' }] },
      { id: 'c', field: '', was: null },
    ];
    expect(changedItems(asked, { level: '3', equipment: [{ quantity: '1', name: 'x' }] })).toEqual(['a']);
  });
});

describe('tables', () => {
  it('name each wrong row and take the rest, of ten thousand', () => {
    const code = (at: number) => `9142010000${String(at).padStart(8, '0')}`;
    const rows = Array.from({ length: 10_000 }, (_, at) => ({ row: at + 2, cells: [`企业${at}`, code(at), '42'] }));
    rows[5_000] = { row: 5_002, cells: ['', code(5_000), '42'] };
    const read = readEnterprises([{ row: 1, cells: ['企业名称', '统一社会信用代码', '省份代码'] }, ...rows]);
    expect(read.taken).toHaveLength(9_999);
    expect(read.refused).toMatchObject([{ row: 5_002, column: 'name' }]);
    expect(readEnterprises([{ row: 1, cells: ['名称'] }]).refused.map(({ column }) => column)).toEqual([
      'creditCode',
      'province',
    ]);
  });

  it('never become formulas of a spreadsheet', () => {
    const csv = registerCsv([{ ...exampleLine, title: { zh: '=1+1', en: 'x' } }]);
    expect(csv).toContain("'=1+1");
  });
});
