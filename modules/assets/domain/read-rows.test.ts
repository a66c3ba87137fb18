import { DomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssetKind } from '../contract.ts';
import { COLUMNS, columnOf } from './columns.ts';
import { parseCsv } from './csv.ts';
import { readRows } from './read-rows.ts';

const VIN = 'LSVAA49J132047371';
const OTHER = '1M8GDM9AXKP042788';
const read = (kind: AssetKind, text: string) => readRows(kind, parseCsv(text));
const problemsOf = (kind: AssetKind, text: string) =>
  read(kind, text).problems.map(({ row, column, severity, message }) => `${row} ${column} ${severity} ${message.en}`);

describe('headers', () => {
  it.each([
    ['vehicle', '车架号', 'vin'],
    ['vehicle', ' VIN* ', 'vin'],
    ['vehicle', '车型（必填）', 'model'],
    ['vehicle', 'model_year', 'modelYear'],
    ['vehicle', 'ECU 供应商', 'ecu.supplier'],
    ['host', 'IP地址', 'addresses'],
    ['host', 'HostName', 'name'],
    ['service', '服务名称', 'name'],
  ] as const)('%s: %s → %s', (kind, header, field) => {
    expect(columnOf(kind, header)?.field).toBe(field);
  });

  it.each(AssetKind.options)('of %s are unmistakable, and the template reads back', (kind) => {
    const titles = COLUMNS[kind].flatMap(({ title, also = [] }) => [title.zh, title.en, ...also]);
    for (const title of titles) expect(columnOf(kind, title), title).toBeDefined();
    for (const column of COLUMNS[kind]) expect(columnOf(kind, column.title.zh)).toBe(column);
    const sample = COLUMNS[kind].map((column) => column.sample).join(',');
    const { assets, problems } = read(kind, `${COLUMNS[kind].map(({ title }) => title.zh).join(',')}\n${sample}`);
    expect(problems).toEqual([]);
    expect(assets).toHaveLength(1);
  });

  it('are reported when unknown, and refused without the key', () => {
    expect(problemsOf('vehicle', `VIN,颜色\n${VIN},红`)).toEqual(['1 颜色 warning Unknown column, ignored']);
    expect(() => read('vehicle', 'model\nE5')).toThrow(expect.objectContaining({ code: 'assets.import-no-key' }));
    expect(() => read('vehicle', 'vin')).toThrow(expect.objectContaining({ code: 'assets.import-empty' }));
  });
});

describe('vehicles', () => {
  it('may span one row per ECU', () => {
    const { assets, problems } = read(
      'vehicle',
      `vin,model,ecu,软件版本\n${VIN},E5,TBOX,1.0\n${VIN},,IVI,2.0\n${OTHER},E7,,`,
    );
    expect(problems).toEqual([]);
    expect(assets).toMatchObject([
      { key: VIN, fields: { model: 'E5' }, ecus: [{ name: 'TBOX', softwareVersion: '1.0' }, { name: 'IVI' }] },
      { key: OTHER, fields: { model: 'E7' } },
    ]);
    expect(assets[1]?.ecus).toBeUndefined();
  });

  it('keep good rows and report the bad ones with row, column and value', () => {
    const table = read('vehicle', `vin,年款,重要程度\n${VIN.toLowerCase()},2026,高\nLSV,2026,\n${OTHER},1890,\n`);
    expect(table.assets).toMatchObject([{ key: VIN, row: 2, fields: { modelYear: 2026, criticality: 'high' } }]);
    expect(table).toMatchObject({ rows: 3, errorRows: 2 });
    expect(table.problems.map(({ row, column, value }) => [row, column, value])).toEqual([
      [3, 'vin', 'LSV'],
      [4, '年款', '1890'],
    ]);
    for (const { message } of table.problems) expect(message.zh).toMatch(/[一-鿿]/);
  });

  it.each([
    ['a wrong check digit is a warning', `vin\nLSVAA49J232047371`, '2 vin warning The check digit'],
    ['a formula', `vin,model\n${VIN},=HYPERLINK(1)`, '2 model error The cell holds a formula'],
    ['a name as owner', `vin,车主编号\n${VIN},张伟`, '2 车主编号 error The owner reference'],
    ['a telephone number as owner', `vin,车主编号\n${VIN},13800138000`, '2 车主编号 error The owner reference'],
    ['an empty key', `vin,model\n,E5`, '2 vin error A required cell'],
    ['the same vehicle twice', `vin\n${VIN}\n${VIN}`, '3 vin error Repeats'],
    ['the same ECU twice', `vin,ecu\n${VIN},A\n${VIN},A`, '3 vin error Repeats'],
    ['another model further down', `vin,model,ecu\n${VIN},E5,A\n${VIN},E6,B`, '3 vin error Contradicts'],
    ['ECU fields without its name', `vin,ecu,软件版本\n${VIN},,1.0`, '2 vin error There are ECU fields'],
    ['an unknown value', `vin,criticality\n${VIN},huge`, '2 criticality error Not one of'],
    [
      'too many tags',
      `vin,tags\n${VIN},${Array.from({ length: 17 }, (_, i) => `t${i}`).join(';')}`,
      '2 tags error At most 16',
    ],
  ])('%s', (_name, text, start) => {
    const problems = problemsOf('vehicle', text);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.startsWith(start), problems[0]).toBe(true);
  });
});

describe('hosts and services', () => {
  it('read lists, fixed values in Chinese and addresses of both kinds', () => {
    const { assets } = read('host', '主机名,IP,标签\nTSP-App-01,"10.1.2.3, fe80::1",a;b；a');
    expect(assets[0]).toMatchObject({
      key: 'tsp-app-01',
      fields: { addresses: ['10.1.2.3', 'fe80::1'], tags: ['a', 'b'] },
    });
    const services = read('service', '服务名称,暴露面,地址\n远控,公网,https://a.example/x\n诊断,,');
    expect(services.assets.map(({ fields }) => fields['exposure'])).toEqual(['internet', 'intranet']);
  });

  it.each([
    ['host', 'name,ip\nh1,10.1.2.300', '2 ip error One of the IP'],
    ['host', 'name\n主机', '2 name error The name'],
    ['service', 'name,url\ns,javascript:alert(1)', '2 url error Not a valid URL'],
    ['service', 'name,hosts\ns,a b!', '2 hosts error One of the host'],
  ] as const)('%s: %j', (kind, text, start) => {
    expect(problemsOf(kind, text)[0]?.startsWith(start)).toBe(true);
  });
});

it('throws nothing but its own errors, and every row is either an asset, part of one, or an error', () => {
  const cell = fc.oneof(fc.constantFrom(VIN, OTHER, '', '=1', 'TBOX', '2026', '高'), fc.string({ maxLength: 12 }));
  const table = fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 12 });
  fc.assert(
    fc.property(fc.constantFrom(...AssetKind.options), table, (kind, rows) => {
      const header = COLUMNS[kind].slice(0, 6).map(({ title }) => title.en);
      const all = [header, ...rows].map((cells, index) => ({ row: index + 1, cells }));
      try {
        const { assets, errorRows } = readRows(kind, all);
        expect(assets.length + errorRows).toBeLessThanOrEqual(rows.length);
        expect(new Set(assets.map(({ key }) => key)).size).toBe(assets.length);
      } catch (error) {
        expect(error).toBeInstanceOf(DomainError);
        expect(rows).toHaveLength(0);
      }
    }),
  );
});
