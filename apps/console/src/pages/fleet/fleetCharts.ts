import type { Fleet } from '@chedun/telemetry/contract';
import type { EChartsCoreOption } from 'echarts/core';
import { formatCount } from '../../lib/format.ts';
import { FONT } from '../../theme/fonts.ts';
import type { Palette } from '../../theme/palette.ts';

/** A histogram over vehicles; `colorOf` gives each bar its colour by its lower end. */
export const vehicleBars = (
  tone: Palette,
  bars: Fleet['soc'],
  unit: string,
  colorOf: (from: number) => string,
): EChartsCoreOption => ({
  animation: false,
  grid: { left: 4, right: 8, top: 8, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
  tooltip: {
    trigger: 'axis',
    confine: true,
    backgroundColor: tone.raised,
    borderColor: tone.line,
    padding: [6, 10],
    textStyle: { color: tone.text, fontSize: 12, fontFamily: FONT },
    axisPointer: { type: 'shadow', shadowStyle: { color: tone.textFaint, opacity: 0.08 } },
    formatter: (shown: readonly { readonly dataIndex: number }[]) => {
      const bar = bars[shown[0]?.dataIndex ?? 0];
      return bar === undefined ? '' : `${bar.from}–${bar.to} ${unit} <b>${formatCount(bar.vehicles)}</b>`;
    },
  },
  xAxis: {
    type: 'category',
    data: bars.map(({ from }) => from),
    axisLine: { lineStyle: { color: tone.line } },
    axisTick: { show: false },
    axisLabel: { color: tone.textFaint, fontSize: 11, fontFamily: FONT, hideOverlap: true },
  },
  yAxis: {
    type: 'value',
    minInterval: 1,
    splitNumber: 3,
    splitLine: { lineStyle: { color: tone.line } },
    axisLabel: { color: tone.textFaint, fontSize: 11, fontFamily: FONT },
  },
  series: [
    {
      type: 'bar',
      barCategoryGap: '16%',
      data: bars.map(({ from, vehicles }) => ({ value: vehicles, itemStyle: { color: colorOf(from) } })),
    },
  ],
});

/** Share of a part in a whole, percent. */
export const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : (part / whole) * 100);

const MINUTE_MS = 60_000;

/** Reports of every minute between the first and the last, 0 where there were none. */
export const everyMinute = (
  points: Fleet['perMinute'],
): { readonly at: readonly number[]; readonly values: readonly number[] } => {
  const found = new Map(points.map(({ at, reports }) => [Date.parse(at), reports]));
  const [first, last] = [Math.min(...found.keys()), Math.max(...found.keys())];
  if (found.size === 0) return { at: [], values: [] };
  const at = Array.from({ length: (last - first) / MINUTE_MS + 1 }, (_, minute) => first + minute * MINUTE_MS);
  return { at, values: at.map((moment) => found.get(moment) ?? 0) };
};
