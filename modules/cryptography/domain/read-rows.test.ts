import { describe, expect, it } from 'vitest';
import { readEndpoints, readUses } from './read-rows.ts';

const rows = (...lines: readonly (readonly string[])[]) => lines.map((cells, at) => ({ row: at + 1, cells }));

describe('a table of endpoints', () => {
  it('is read by the names of its columns, in either language', () => {
    const chinese = rows(
      ['端口', '主机', '名称', '类型', '双向认证', '国密', '协议'],
      ['8443', 'TSP.example', '接入网关', '车辆接入', '是', '否', 'TLCP'],
      ['', '', '', '', '', '', ''],
    );
    expect(readEndpoints(chinese, 10)).toEqual({
      endpoints: [
        { name: '接入网关', host: 'tsp.example', port: 8443, kind: 'vehicle', speaks: 'tlcp', mutual: true, sm: false },
      ],
      refused: [],
    });
    expect(readEndpoints(rows(['host', 'port', 'kind'], ['::1', '443', 'api']), 10).endpoints).toMatchObject([
      { name: '::1:443', speaks: 'any', mutual: false },
    ]);
  });

  it('tells the rows that it cannot take and takes the others', () => {
    const table = rows(
      ['host', 'port', 'kind', 'mutual'],
      ['-bad-', '443', 'api', ''],
      ['a.example', '0', 'api', ''],
      ['a.example', '443', 'fridge', ''],
      ['a.example', '443', 'api', 'perhaps'],
      ['a.example', '443', 'api', 'yes'],
      ['b.example', '443', 'api', 'no'],
    );
    expect(readEndpoints(table, 1)).toMatchObject({
      endpoints: [{ host: 'a.example' }],
      refused: [
        { row: 2, reason: 'bad_host' },
        { row: 3, reason: 'bad_port' },
        { row: 4, reason: 'bad_value' },
        { row: 5, reason: 'bad_value' },
        { row: 7, reason: 'too_many' },
      ],
    });
    expect(readEndpoints([], 1)).toEqual({ endpoints: [], refused: [] });
  });
});

describe('a table of uses', () => {
  it('is read, and what is no date or number refused', () => {
    const table = rows(
      ['系统', '用途', '算法', '密钥长度', '密钥标识', '轮换日期', '轮换周期', '备注'],
      ['TSP', '存储', 'SM4-CBC', '128', 'kek-1', '2026-01-05', '365', ''],
      ['TSP', '存储', 'SM4-CBC', 'many', '', '', '', ''],
      ['TSP', '签名', 'RSA-1024', '', '', '5 January', '', ''],
      ['OTA', '签名', 'SM2', '', '', '', '', ''],
    );
    expect(readUses(table, 10)).toEqual({
      uses: [
        {
          system: 'TSP',
          purpose: 'at-rest',
          algorithm: 'SM4-CBC',
          bits: 128,
          keyId: 'kek-1',
          rotatedOn: '2026-01-05',
          rotateDays: 365,
          note: '',
        },
        {
          system: 'OTA',
          purpose: 'signature',
          algorithm: 'SM2',
          bits: null,
          keyId: '',
          rotatedOn: null,
          rotateDays: null,
          note: '',
        },
      ],
      refused: [
        { row: 3, reason: 'bad_value' },
        { row: 4, reason: 'bad_value' },
      ],
    });
  });
});
