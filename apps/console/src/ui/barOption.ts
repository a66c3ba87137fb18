import type { EChartsCoreOption } from 'echarts/core';
import { FONT } from '../theme/fonts.ts';
import type { Palette } from '../theme/palette.ts';

/** Bars over names; each series in a colour of the palette. */
export interface Bars {
  readonly names: readonly string[];
  readonly series: readonly {
    readonly name: string;
    readonly tone: 'primary' | 'good' | 'high';
    readonly values: readonly number[];
  }[];
}

/** Bars beside each other, whole numbers on the axis. */
export const barOption = (tone: Palette, { names, series }: Bars): EChartsCoreOption => {
  const text = { color: tone.textSoft, fontSize: 12, fontFamily: FONT };
  return {
    animationDuration: 200,
    grid: { left: 4, right: 10, top: 30, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: { show: series.length > 1, top: 0, right: 0, textStyle: text },
    tooltip: { trigger: 'axis', confine: true, backgroundColor: tone.raised, borderColor: tone.line, textStyle: text },
    xAxis: { type: 'category', data: [...names], axisLabel: text, axisTick: { show: false } },
    yAxis: { type: 'value', minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: tone.line } } },
    series: series.map((each) => ({
      type: 'bar',
      name: each.name,
      data: [...each.values],
      barMaxWidth: 26,
      itemStyle: { color: tone[each.tone] },
    })),
  };
};
