import { describe, expect, it } from 'vitest';
import { bandOf, bitRows, ratesById } from './canBits.ts';

const frame = (idHex: string, timeS: number, data: string, marks: readonly string[] = []) => ({
  channel: 'can0',
  idHex,
  timeS,
  data,
  kind: 'data' as const,
  name: '',
  marks: [...marks],
});

describe('changing bits', () => {
  it('are counted between neighbours of one identifier, most significant bit first', () => {
    const rows = bitRows([
      frame('1A0', 0, '80'),
      frame('2B0', 0.1, 'FF'),
      frame('1A0', 1, '01'),
      frame('2B0', 1.1, 'FF'),
      frame('1A0', 2, '00'),
    ]);
    expect(rows.map(({ name }) => name)).toEqual(['1A0', '2B0']);
    expect(rows[0]?.shares).toEqual([0.5, 0, 0, 0, 0, 0, 0, 1]);
    expect(rows[1]?.shares).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('stop at the eighth byte and at the shorter frame', () => {
    const long = bitRows([frame('7', 0, '00'.repeat(12)), frame('7', 1, 'FF'.repeat(12))]);
    expect(long[0]?.shares).toHaveLength(64);
    const short = bitRows([frame('7', 0, '0000'), frame('7', 1, 'FF')]);
    expect(short[0]?.shares).toEqual([...Array<number>(8).fill(1), ...Array<number>(8).fill(0)]);
  });

  it('need two data frames', () => {
    const remote = { ...frame('5', 0, ''), kind: 'remote' as const };
    expect(bitRows([frame('1', 0, '00'), remote, remote])).toEqual([]);
  });

  it('are counted apart on each channel', () => {
    const other = { ...frame('1', 0, '00'), channel: 'can1' };
    expect(bitRows([frame('1', 0, 'FF'), other])).toEqual([]);
  });
});

describe('rates of a window', () => {
  const frames = [frame('1', 10, '00'), frame('1', 10.4, '00', ['x']), frame('2', 11.9, '00'), frame('1', 12, '00')];

  it('are counted for each identifier', () => {
    const rates = ratesById(frames, { from: 10, to: 12 }, 2);
    expect(rates.get('can0/1')).toEqual([2, 1]);
    expect(rates.get('can0/2')).toEqual([0, 1]);
  });

  it('leave out frames before the window', () => {
    expect(ratesById(frames, { from: 11, to: 12 }, 1).get('can0/1')).toEqual([1]);
  });

  it('tell marked frames apart', () => {
    const band = bandOf(frames, { from: 10, to: 12 }, 4);
    expect(Array.from(band.x)).toEqual([10, 10.5, 11, 11.5]);
    expect(Array.from(band.all)).toEqual([2, 0, 0, 1]);
    expect(Array.from(band.suspicious)).toEqual([1, 0, 0, 0]);
  });
});
