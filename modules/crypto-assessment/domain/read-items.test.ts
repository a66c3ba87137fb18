import { beforeAll, describe, expect, it } from 'vitest';
import { exampleAssessment } from '../examples.ts';
import { AssessmentItem } from '../contract.ts';
import { readItems } from './read-items.ts';
import { reportCsv } from './report.ts';
import { scoreOf } from './score.ts';
import { readUnits, type UnitTable } from '../units.ts';

let table: UnitTable;
beforeAll(async () => {
  table = await readUnits();
});

const rows = (...lines: readonly (readonly string[])[]) => lines.map((cells, at) => ({ row: at + 1, cells }));
const units = () =>
  table.flatMap((layer) =>
    layer.units.map(({ id, name }) => ({ id, name, layer: layer.id, group: layer.group, requirement: null })),
  );

describe('a table of judged objects', () => {
  it('is read in either language, and rows without an object are passed over', () => {
    const read = readItems(
      rows(
        ['测评单元', '测评对象', '适用', 'D', 'A', 'K', '判定', '高风险', '证据', '整改期限'],
        ['net-1 身份鉴别', '网关', '适用', '√', '×', '', '', '是', 'a; b', '2026-12-31'],
        ['pol-1', '制度', '', '', '', '', '部分符合', '', '', ''],
        ['net-2 通信数据完整性', '', '', '', '', '', '', '', '', ''],
        ['总分', '52.31', '', '', '', '', '', '', '', ''],
      ),
      table,
    );
    expect(read.items).toMatchObject([
      {
        unit: 'net-1',
        object: '网关',
        applicable: true,
        d: true,
        a: false,
        k: null,
        highRisk: true,
        evidence: ['a', 'b'],
        rectifyBy: '2026-12-31',
      },
      { unit: 'pol-1', conformity: 'partial', d: null },
    ]);
    expect(read.refused).toEqual([{ row: 5, reason: 'bad_unit' }]);
    expect(readItems(rows(['unit', 'object', 'd'], ['net-1', 'x', 'perhaps']), table).refused).toEqual([
      { row: 2, reason: 'bad_value' },
    ]);
    expect(readItems([], table)).toEqual({ items: [], refused: [] });
  });

  it('comes back as it was exported', () => {
    const items = [
      AssessmentItem.parse({
        unit: 'net-1',
        object: '网关, 一',
        applicable: true,
        d: true,
        a: false,
        k: true,
        ra: 0.5,
        rk: 1.2,
        note: '说"明"',
      }),
      AssessmentItem.parse({ unit: 'emg-1', object: '预案', applicable: false }),
      AssessmentItem.parse({
        unit: 'pol-2',
        object: '规则',
        applicable: true,
        conformity: 'fail',
        highRisk: true,
        rectifyBy: '2026-12-31',
      }),
    ];
    const detail = {
      ...exampleAssessment,
      assessment: { ...exampleAssessment.assessment, items },
      units: units(),
      score: scoreOf({ level: 3, items }, table),
    };
    const csv = reportCsv(detail);
    const lines = csv.replace('\uFEFF', '').trim().split('\r\n');
    expect(lines.filter((line) => /[a-z]{3}-\d/.test(line))).toHaveLength(41);
    const cells = lines.map((line, at) => ({
      row: at + 1,
      cells: (line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []).map((cell) =>
        cell
          .replace(/,$/, '')
          .replace(/^"([\s\S]*)"$/, '$1')
          .replaceAll('""', '"'),
      ),
    }));
    const read = readItems(cells, table);
    expect(read.refused).toEqual([]);
    expect(read.items.toSorted((a, b) => a.unit.localeCompare(b.unit))).toEqual(
      items.toSorted((a, b) => a.unit.localeCompare(b.unit)),
    );
  });
});
