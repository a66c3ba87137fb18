import { describe, expect, it } from 'vitest';
import { readUnits } from './read-units.ts';

const rows = (...lines: readonly string[]) => lines.map((line, at) => ({ row: at + 1, cells: line.split(',') }));

describe('a table of roadside units', () => {
  it('is read by its header, in both languages and any order', () => {
    const { units, refused } = readUnits(rows('名称,经度,纬度,地址,编号', '东路口,121.47,31.23,10.30.0.1,rsu-1'));
    expect(units).toEqual([{ id: 'rsu-1', title: '东路口', sender: '10.30.0.1', lat: 31.23, lon: 121.47 }]);
    expect(refused).toEqual([]);
  });

  it('has the usual columns without a header', () => {
    expect(readUnits(rows('rsu-1,roads/1/up,31,121')).units).toMatchObject([{ sender: 'roads/1/up', title: '' }]);
  });

  it('tells rows that cannot be taken with their number, and takes the others', () => {
    const { units, refused } = readUnits(
      rows(
        'id,from,lat,lon',
        'a,10.0.0.1,31,121',
        ',10.0.0.2,31,121',
        'c,,31,121',
        'd,10.0.0.4,,121',
        'e,10.0.0.5,31,500',
        'f,10.0.0.1,1,1',
      ),
    );
    expect(units.map(({ id }) => id)).toEqual(['a']);
    expect(refused.map(({ row, reason }) => [row, reason])).toEqual([
      [3, 'bad_id'],
      [4, 'bad_sender'],
      [5, 'bad_position'],
      [6, 'bad_position'],
      [7, 'twice'],
    ]);
  });
});
