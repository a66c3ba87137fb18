import type { EChartsCoreOption } from 'echarts/core';
import { formatTick, formatTime } from '../../lib/time.ts';
import type { Zone } from '../../lib/time.ts';
import { FONT } from '../../theme/fonts.ts';
import type { Palette } from '../../theme/palette.ts';

/** A value of a bucket, null where nothing was reported. */
type Value = number | null;

/** A quantity over evenly spaced buckets. */
export interface Band {
  readonly at: readonly number[];
  readonly stepMs: number;
  readonly min: readonly Value[];
  readonly avg: readonly Value[];
  readonly max: readonly Value[];
}

/** Puts buckets that were left out back as gaps, so that a line does not run over silence. */
export const withGaps = (band: Band): Band => {
  const [first, last] = [band.at[0], band.at.at(-1)];
  if (first === undefined || last === undefined || band.stepMs <= 0) return band;
  const found = new Map(band.at.map((at, index) => [at, index]));
  const at = Array.from(
    { length: Math.round((last - first) / band.stepMs) + 1 },
    (_, step) => first + step * band.stepMs,
  );
  const spread = (values: readonly Value[]): readonly Value[] =>
    at.map((moment) => {
      const index = found.get(moment);
      return index === undefined ? null : (values[index] ?? null);
    });
  return { at, stepMs: band.stepMs, min: spread(band.min), avg: spread(band.avg), max: spread(band.max) };
};

const rounded = (value: Value | undefined): string =>
  value === null || value === undefined ? '–' : String(Math.round(value * 1000) / 1000);

const axisLabel = (tone: Palette) => ({ color: tone.textFaint, fontSize: 11, fontFamily: FONT, hideOverlap: true });

const tooltip = (tone: Palette) => ({
  trigger: 'axis',
  confine: true,
  backgroundColor: tone.raised,
  borderColor: tone.line,
  padding: [6, 10],
  textStyle: { color: tone.text, fontSize: 12, fontFamily: FONT },
});

const GRID = { left: 4, right: 10, top: 8, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' };

/** Mean of each bucket as a line, from least to most as a band around it. */
export const bandLine = (tone: Palette, band: Band, unit: string, zone: Zone, color: string): EChartsCoreOption => ({
  animation: false,
  grid: GRID,
  tooltip: {
    ...tooltip(tone),
    formatter: (shown: readonly { readonly dataIndex: number }[]) => {
      const index = shown[0]?.dataIndex ?? 0;
      const ends = `${rounded(band.min[index])} ~ ${rounded(band.max[index])}`;
      return `${formatTime(band.at[index] ?? 0, zone)}<br/><b>${rounded(band.avg[index])} ${unit}</b> (${ends})`;
    },
  },
  xAxis: {
    type: 'category',
    boundaryGap: false,
    data: band.at,
    axisLine: { lineStyle: { color: tone.line } },
    axisTick: { show: false },
    axisLabel: {
      ...axisLabel(tone),
      formatter: (_: string, index: number) => formatTick(band.at[index] ?? 0, band.stepMs, zone),
    },
  },
  yAxis: {
    type: 'value',
    scale: true,
    splitNumber: 3,
    splitLine: { lineStyle: { color: tone.line } },
    axisLabel: axisLabel(tone),
  },
  series: [
    { type: 'line', data: band.min, stack: 'band', stackStrategy: 'all', symbol: 'none', lineStyle: { opacity: 0 } },
    {
      type: 'line',
      data: band.max.map((most, index) => {
        const least = band.min[index];
        return most === null || least === null || least === undefined ? null : most - least;
      }),
      stack: 'band',
      stackStrategy: 'all',
      symbol: 'none',
      lineStyle: { opacity: 0 },
      areaStyle: { color, opacity: 0.18 },
    },
    {
      type: 'line',
      data: band.avg,
      showSymbol: band.at.length < 3,
      lineStyle: { color, width: 1.6 },
      itemStyle: { color },
    },
  ],
});

/** One bar for each cell or probe; the lowest and the highest stand out. */
export const singleBars = (
  tone: Palette,
  values: readonly Value[],
  unit: string,
  decimals: number,
): EChartsCoreOption => {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const colorOf = (value: Value): string => {
    if (low === high || value === null) return tone.primary;
    if (value === low) return tone.medium;
    return value === high ? tone.high : tone.primary;
  };
  const room = Math.max((high - low) * 0.6, unit === 'V' ? 0.01 : 2);
  return {
    animation: false,
    grid: GRID,
    tooltip: {
      ...tooltip(tone),
      axisPointer: { type: 'shadow', shadowStyle: { color: tone.textFaint, opacity: 0.08 } },
      formatter: (shown: readonly { readonly dataIndex: number }[]) => {
        const index = shown[0]?.dataIndex ?? 0;
        const value = values[index];
        return `#${index + 1} <b>${value === null || value === undefined ? '–' : value.toFixed(decimals)} ${unit}</b>`;
      },
    },
    xAxis: {
      type: 'category',
      data: values.map((_, index) => index + 1),
      axisLine: { lineStyle: { color: tone.line } },
      axisTick: { show: false },
      axisLabel: axisLabel(tone),
    },
    yAxis: {
      type: 'value',
      min: known.length === 0 ? 0 : Number((low - room).toFixed(decimals)),
      max: known.length === 0 ? 1 : Number((high + room / 3).toFixed(decimals)),
      splitNumber: 3,
      splitLine: { lineStyle: { color: tone.line } },
      axisLabel: {
        ...axisLabel(tone),
        showMinLabel: false,
        showMaxLabel: false,
        formatter: (value: number) => value.toFixed(decimals),
      },
    },
    series: [
      {
        type: 'bar',
        barCategoryGap: values.length > 60 ? '12%' : '30%',
        data: values.map((value) => ({ value, itemStyle: { color: colorOf(value) } })),
      },
    ],
  };
};
