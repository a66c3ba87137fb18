import type { EChartsCoreOption } from 'echarts/core';
import type { drawnHours } from '../../lib/baselines.ts';
import type { Zone } from '../../lib/time.ts';
import type { Palette } from '../../theme/palette.ts';
import { timeLine } from '../../ui/chartOptions.ts';

const DAY_MS = 86_400_000;

interface Words {
  readonly range: string;
  readonly median: string;
  readonly actual: string;
}

/** Part of the picture with a name, from one hour to another by place. */
interface MarkedPart {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

const marks = (tone: Palette, parts: readonly MarkedPart[]) =>
  parts.length === 0
    ? {}
    : {
        markArea: {
          silent: true,
          itemStyle: { color: tone.medium, opacity: 0.12 },
          label: { color: tone.textSoft, fontSize: 11, position: 'insideTop' },
          data: parts.map(({ from, to, name }) => [{ name, xAxis: from }, { xAxis: to }]),
        },
      };

/** What is usual as a band with its median, and what came as a line over it. */
export const bandOption = (
  tone: Palette,
  zone: Zone,
  hours: ReturnType<typeof drawnHours>,
  words: Words,
  parts: readonly MarkedPart[],
): EChartsCoreOption => {
  const base = timeLine(tone, { at: hours.map(({ at }) => at), stepMs: DAY_MS / 4, zone }, [
    { name: words.actual, color: tone.primary, values: [] },
    { name: words.range, color: tone.textFaint, values: [] },
    { name: words.median, color: tone.textSoft, values: [] },
  ]);
  const line = { type: 'line', symbol: 'none', smooth: false } as const;
  return {
    ...base,
    series: [
      {
        ...line,
        name: `${words.range} `,
        stack: 'band',
        data: hours.map(({ low }) => low),
        lineStyle: { opacity: 0 },
        tooltip: { show: false },
        silent: true,
      },
      {
        ...line,
        name: words.range,
        stack: 'band',
        data: hours.map(({ low, high }) => (low === null || high === null ? null : high - low)),
        lineStyle: { opacity: 0 },
        itemStyle: { color: tone.textFaint },
        areaStyle: { color: tone.textFaint, opacity: 0.18 },
        tooltip: { show: false },
        silent: true,
      },
      {
        ...line,
        name: words.median,
        data: hours.map(({ median }) => median),
        lineStyle: { color: tone.textSoft, width: 1, type: 'dashed' },
        itemStyle: { color: tone.textSoft },
      },
      {
        ...line,
        name: words.actual,
        data: hours.map(({ count }) => count),
        lineStyle: { color: tone.primary, width: 2 },
        itemStyle: { color: tone.primary },
        connectNulls: false,
        ...marks(tone, parts),
      },
    ],
  };
};
