import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { readUnitLevelRule } from '@chedun/regulations';
import { filingKind } from '@chedun/review';
import { describe, expect, it } from 'vitest';
import { openContent } from '../content.ts';
import { DocumentTemplate } from '@chedun/documents/contract';
import { LEVEL } from '../testing/world.ts';
import { needUrl } from '../transport.ts';
import { differencesOf, hostsInEquipment } from './facts.ts';
import { dataOf, openProblems, problemsOf, type UnitTruth } from './form.ts';
import { levelOf, needExplained } from './level.ts';
import { proposalsOf } from './partition.ts';
import { afterReceipt } from './receipt-steps.ts';

const content = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../content/${name}`, import.meta.url), 'utf8'));
const rule = readUnitLevelRule(content('regulations/unit-level.json'));
const { questions } = await openContent().factors();
const types = await openContent().types();
const template = DocumentTemplate.parse(content('documents/grading-filing.json'));

describe('the level', () => {
  it('is the formula over the highest score of each factor, with its sum', () => {
    const found = levelOf(rule, questions, undefined, LEVEL);
    expect(found.trace.map(({ factor, value }) => `${factor}${value}`)).toEqual(['I4', 'V3', 'R2']);
    expect(found).toMatchObject({ level: 3, matrixLevel: 3, agrees: true });
    expect(found.trace[0]?.because.zh).toBe('服务中断或被破坏的影响：可能影响道路交通安全');
    expect(found.text).toContain('取整为 3 级');
  });
  it('needs every answer, and an explanation where the matrix disagrees', () => {
    const { outage: _, ...answers } = LEVEL.answers;
    expect(() => levelOf(rule, questions, undefined, { ...LEVEL, answers })).toThrow('filing.answer-missing');
    const other = { ...LEVEL, object: 'citizens' as const, harm: 0 };
    const bare = levelOf(rule, questions, undefined, other);
    expect(() => needExplained(bare, other)).toThrow('filing.disagreement');
    expect(() => needExplained(bare, { ...other, explanation: '影响道路安全' })).not.toThrow();
    const explained = levelOf(rule, questions, undefined, { ...other, explanation: '影响道路安全，按公式结果' });
    expect(explained).toMatchObject({ level: 3, matrixLevel: 1, agrees: false });
  });
  it('never falls when a score rises, whatever the weights', () => {
    const share = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(share, share, fc.integer({ min: 0, max: 4 }), (a, b, at) => {
        const [I, V] = [a / 200, b / 200];
        const weights = { I, V, R: 1 - I - V };
        const levelAt = (index: number) => {
          const outage = questions.find(({ id }) => id === 'outage')?.options[index]?.id ?? '';
          const input = { ...LEVEL, answers: { ...LEVEL.answers, outage }, explanation: '说明理由' };
          return levelOf(rule, questions, weights, input).raw;
        };
        expect(levelAt(Math.min(at + 1, 4))).toBeGreaterThanOrEqual(levelAt(at));
      }),
    );
  });
});

describe('the partition', () => {
  const host = (name: string, zone: string) => ({ name, zone, team: '', role: '' });
  it('puts a service with its hosts, and the rest by zone, each once', () => {
    const found = proposalsOf(types, {
      hosts: [host('a', '生产区'), host('b', '生产区'), host('c', '办公网')],
      services: [
        { name: 'TSP', type: 'tsp', hosts: ['a', 'b'], team: '' },
        { name: '车载证书', type: 'other', hosts: [], team: '' },
      ],
    });
    expect(found.map(({ type, members }) => [type, members.length])).toEqual([
      ['tsp', 3],
      ['ca', 1],
      ['access', 1],
    ]);
    expect(found[0]?.zones).toEqual(['生产区']);
  });
  it('proposes nothing twice', () => {
    const hosts = fc.uniqueArray(
      fc.record({ name: fc.string({ minLength: 1, maxLength: 8 }), zone: fc.constantFrom('', 'A', 'B') }),
      {
        selector: ({ name }) => name,
        maxLength: 20,
      },
    );
    const kinds = fc.constantFrom('tsp', 'ota', 'pki', 'api', 'other' as const);
    fc.assert(
      fc.property(hosts, fc.array(kinds, { maxLength: 8 }), (some, services) => {
        const found = proposalsOf(types, {
          hosts: some.map((each) => host(each.name, each.zone)),
          services: services.map((type, at) => ({
            name: `s${at}`,
            type: type as 'tsp',
            hosts: some.map(({ name }) => name),
            team: '',
          })),
        });
        const keys = found.flatMap(({ members }) => members.map(({ kind, asset }) => `${kind}:${asset}`));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});

describe('the form', () => {
  const truth: UnitTruth = {
    name: '平台',
    level: 3,
    hosts: 2,
    services: ['TSP'],
    unclaimed: [],
    hasTopologyFile: true,
  };
  const whole = {
    unitName: '平台',
    level: '3',
    functions: 'x',
    organisation: 'x',
    organisationContact: 'x',
    principal: 'x',
    principalContact: 'x',
    topology: 'x',
    boundary: 'x',
    equipment: [{ name: '服务器', model: 'x', quantity: '2', location: 'x' }],
    locations: 'x',
  };
  it('is in order when it is whole and says what the inventory says', () => {
    expect(problemsOf(template, whole, truth, {})).toEqual([]);
  });
  it('finds what is missing, which no word mends, and what differs, which an explanation mends', () => {
    const { boundary: _, ...missing } = whole;
    const [found] = problemsOf(template, missing, truth, { 'missing:boundary': '没有边界' });
    expect(found).toMatchObject({ kind: 'missing', field: 'boundary', explanation: '' });
    const more = { ...whole, equipment: [{ name: '服务器', quantity: '5' }], level: '2', unitName: '别的' };
    const differs = problemsOf(template, more, truth, {});
    expect(differs.map(({ field }) => field)).toEqual(['equipment', 'level', 'unitName']);
    expect(openProblems(differs)).toBe(3);
    const explained = problemsOf(template, more, { ...truth }, { 'differs:equipment': '含备用机' });
    expect(openProblems(explained)).toBe(2);
  });
  it('counts hosts of the table only where every number is one', () => {
    expect(
      hostsInEquipment(
        [
          { name: 'TSP', quantity: '1' },
          { name: '服务器', quantity: '2' },
        ],
        ['TSP'],
      ),
    ).toBe(2);
    expect(hostsInEquipment([{ name: '服务器', quantity: '若干' }], [])).toBeUndefined();
  });
  it('takes what people changed before what records say, and nothing empty', () => {
    expect(dataOf({ a: '1', b: '2', c: '' }, { b: '3' })).toEqual({ a: '1', b: '3' });
  });
});

describe('differences', () => {
  const facts = { hosts: ['a', 'b'], services: ['s'], software: ['os × 2'], models: [], sites: '武汉' };
  it('are none for the same, and name what came and went', () => {
    expect(differencesOf(facts, facts)).toEqual([]);
    const [hosts] = differencesOf(facts, { ...facts, hosts: ['b', 'c'] });
    expect(hosts).toEqual({ item: 'hosts', before: '2 台', after: '2 台（新增 c；减少 a）' });
  });
});

describe('receipts', () => {
  const kind = filingKind('grading');
  const supplement = { dueOn: '2026-12-08', items: [{ field: 'level', text: '核对' }] };
  it('move a case, also when those before them did not come', () => {
    expect(afterReceipt(kind, 'submitted', { kind: 'acceptance' }, 'c')).toEqual({ kind: 'moved', to: 'received' });
    expect(afterReceipt(kind, 'submitted', { kind: 'supplement', supplement }, 'c')).toEqual({
      kind: 'moved',
      to: 'supplement',
    });
    expect(afterReceipt(kind, 'submitted', { kind: 'approval' }, 'c')).toEqual({ kind: 'moved', to: 'numbered' });
    expect(afterReceipt(kind, 'received', { kind: 'rejection' }, 'c')).toEqual({ kind: 'moved', to: 'rejected' });
    expect(afterReceipt(kind, 'supplement', { kind: 'acceptance' }, 'c')).toEqual({ kind: 'moved', to: 'supplement' });
  });
  it('are refused where the machine has no such step', () => {
    expect(afterReceipt(kind, 'draft', { kind: 'approval' }, 'c').kind).toBe('refused');
    expect(afterReceipt(kind, 'numbered', { kind: 'supplement', supplement }, 'c').kind).toBe('refused');
  });
});

describe('the address of the other side', () => {
  it.each(['https://s.example.cn', 'http://127.0.0.1:8080/', 'http://localhost:1'])('may be %s', (url) => {
    expect(needUrl(url)).toBe(url.replace(/\/$/, ''));
  });
  it.each(['http://s.example.cn', 'ftp://x', 'https://u:p@x.cn', 'https://x.cn/?a=1', 'x'])('may not be %s', (url) => {
    expect(() => needUrl(url)).toThrow('filing.exchange-url');
  });
});
