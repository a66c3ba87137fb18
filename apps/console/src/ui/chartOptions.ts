import type { EChartsCoreOption } from 'echarts/core';
import { formatCount } from '../lib/format.ts';
import { formatTick, formatTime } from '../lib/time.ts';
import type { Zone } from '../lib/time.ts';
import { FONT } from '../theme/fonts.ts';
import type { Palette } from '../theme/palette.ts';

/** One named row of numbers with its colour. */
export interface Series {
  readonly name: string;
  readonly color: string;
  readonly values: readonly number[];
}

/** What charts over time share: the start of each bucket and how to write it. */
export interface TimeAxis {
  readonly at: readonly number[];
  readonly stepMs: number;
  readonly zone: Zone;
}

const tooltip = (tone: Palette) => ({
  trigger: 'axis',
  confine: true,
  backgroundColor: tone.raised,
  borderColor: tone.line,
  padding: [6, 10],
  textStyle: { color: tone.text, fontSize: 12, fontFamily: FONT },
  valueFormatter: (value: unknown) => (typeof value === 'number' ? formatCount(value) : ''),
});

const axes = (tone: Palette, time: TimeAxis) => ({
  xAxis: {
    type: 'category',
    data: time.at.map((at) => formatTime(at, time.zone)),
    axisLine: { lineStyle: { color: tone.line } },
    axisTick: { show: false },
    axisLabel: {
      color: tone.textFaint,
      fontSize: 11,
      fontFamily: FONT,
      hideOverlap: true,
      formatter: (_: string, index: number) => formatTick(time.at[index] ?? 0, time.stepMs, time.zone),
    },
  },
  yAxis: {
    type: 'value',
    minInterval: 1,
    splitNumber: 3,
    splitLine: { lineStyle: { color: tone.line } },
    axisLabel: { color: tone.textFaint, fontSize: 11, fontFamily: FONT },
  },
});

const legend = (tone: Palette, series: readonly Series[]) =>
  series.length < 2
    ? {}
    : {
        legend: {
          top: 0,
          right: 0,
          itemWidth: 9,
          itemHeight: 9,
          itemGap: 12,
          icon: 'roundRect',
          textStyle: { color: tone.textSoft, fontSize: 12, fontFamily: FONT },
          data: series.map(({ name }) => name),
        },
      };

/** Bars over time, stacked when there are several series; `brush` makes them ready for dragging. */
export const timeBars = (
  tone: Palette,
  time: TimeAxis,
  series: readonly Series[],
  brush: 'brush' | 'still' = 'still',
): EChartsCoreOption => ({
  animationDuration: 200,
  grid: {
    left: 4,
    right: 10,
    top: series.length < 2 ? 8 : 28,
    bottom: 6,
    outerBoundsMode: 'same',
    outerBoundsContain: 'axisLabel',
  },
  tooltip: { ...tooltip(tone), axisPointer: { type: 'shadow', shadowStyle: { color: tone.textFaint, opacity: 0.08 } } },
  ...legend(tone, series),
  ...axes(tone, time),
  ...(brush === 'brush'
    ? {
        toolbox: { show: false },
        brush: { xAxisIndex: 0, brushStyle: { color: tone.primarySoft, borderColor: tone.primary, opacity: 0.6 } },
      }
    : {}),
  series: series.map(({ name, color, values }) => ({
    type: 'bar',
    name,
    stack: 'all',
    data: [...values],
    barCategoryGap: '18%',
    itemStyle: { color },
  })),
});

/** A line with a soft area below it. */
export const timeLine = (tone: Palette, time: TimeAxis, series: readonly Series[]): EChartsCoreOption => ({
  animationDuration: 200,
  grid: {
    left: 4,
    right: 10,
    top: series.length < 2 ? 8 : 28,
    bottom: 6,
    outerBoundsMode: 'same',
    outerBoundsContain: 'axisLabel',
  },
  tooltip: tooltip(tone),
  ...legend(tone, series),
  ...axes(tone, time),
  series: series.map(({ name, color, values }) => ({
    type: 'line',
    name,
    data: [...values],
    showSymbol: false,
    smooth: 0.2,
    lineStyle: { color, width: 1.6 },
    itemStyle: { color },
    areaStyle: { color, opacity: 0.1 },
  })),
});

/** A half-circle gauge for one value of a vehicle. */
export const gauge = (tone: Palette, value: number, max: number, unit: string, color: string): EChartsCoreOption => ({
  series: [
    {
      type: 'gauge',
      startAngle: 205,
      endAngle: -25,
      min: 0,
      max,
      radius: '100%',
      center: ['50%', '62%'],
      progress: { show: true, width: 8, itemStyle: { color } },
      pointer: { show: false },
      axisLine: { lineStyle: { width: 8, color: [[1, tone.line]] } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: { show: false },
      anchor: { show: false },
      detail: {
        offsetCenter: [0, '-2%'],
        color: tone.text,
        fontSize: 20,
        fontWeight: 600,
        fontFamily: FONT,
        formatter: `{value}{unit|${unit}}`,
        rich: { unit: { fontSize: 11, color: tone.textFaint, padding: [0, 0, 0, 3], fontFamily: FONT } },
      },
      data: [{ value }],
    },
  ],
});
