import { describe, expect, it } from 'vitest';
import { LIGHT } from '../../theme/palette.ts';
import { everyMinute, shareOf, vehicleBars } from './fleetCharts.ts';

describe('reports per minute', () => {
  const minute = (at: number, reports: number) => ({ at: new Date(at * 60_000).toISOString(), reports });

  it('show silent minutes as silent', () => {
    expect(everyMinute([minute(10, 5), minute(13, 7)])).toEqual({
      at: [600_000, 660_000, 720_000, 780_000],
      values: [5, 0, 0, 7],
    });
    expect(everyMinute([])).toEqual({ at: [], values: [] });
  });
});

describe('histograms', () => {
  it('have a bar and a colour for each class', () => {
    const bars = [
      { from: 0, to: 10, vehicles: 3 },
      { from: 10, to: 20, vehicles: 0 },
    ];
    const option = vehicleBars(LIGHT, bars, '%', (from) => (from === 0 ? 'red' : 'green'));
    expect(option['series']).toMatchObject([
      {
        data: [
          { value: 3, itemStyle: { color: 'red' } },
          { value: 0, itemStyle: { color: 'green' } },
        ],
      },
    ]);
    expect([shareOf(1, 4), shareOf(1, 0)]).toEqual([25, 0]);
  });
});
