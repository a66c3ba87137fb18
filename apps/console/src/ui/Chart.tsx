import { BarChart, GaugeChart, LineChart } from 'echarts/charts';
import {
  BrushComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  ToolboxComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { FONT } from '../theme/fonts.ts';

use([
  BarChart,
  LineChart,
  GaugeChart,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  BrushComponent,
  ToolboxComponent,
  MarkAreaComponent,
  MarkLineComponent,
  CanvasRenderer,
]);

interface ChartProps {
  readonly option: EChartsCoreOption;
  readonly height: number;
  /** What the picture shows, for those who cannot see it. */
  readonly label: string;
  /** Called with the first and last category index that were dragged over; switches dragging on. */
  readonly onBrush?: (first: number, last: number) => void;
  readonly onPick?: (index: number) => void;
}

const enableBrush = (chart: EChartsType): void => {
  chart.dispatchAction({
    type: 'takeGlobalCursor',
    key: 'brush',
    brushOption: { brushType: 'lineX', brushMode: 'single' },
  });
};

const brushedRange = (event: unknown): readonly [number, number] | undefined => {
  const areas = (event as { readonly areas?: readonly { readonly coordRange?: readonly number[] }[] }).areas;
  const [first, last] = areas?.[0]?.coordRange ?? [];
  return first === undefined || last === undefined ? undefined : [first, last];
};

/** Loads the glyphs of the legend first: ECharts measures texts once, and a fallback font has other widths. */
const fontsFor = async (option: EChartsCoreOption): Promise<void> => {
  const { series } = option as { readonly series?: readonly { readonly name?: string }[] };
  const text = (series ?? []).map(({ name }) => name ?? '').join('');
  await document.fonts.load(`12px ${FONT}`, `0123456789${text}`);
};

/** A chart that follows its container's size and the theme of its option. */
export const Chart = ({ option, height, label, onBrush, onPick }: ChartProps) => {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const handlers = useRef({ onBrush, onPick });
  handlers.current = { onBrush, onPick };

  useEffect(() => {
    if (box.current === null) return undefined;
    const made = init(box.current);
    chart.current = made;
    made.on('brushEnd', (event) => {
      const range = brushedRange(event);
      made.dispatchAction({ type: 'brush', areas: [] });
      if (range !== undefined) handlers.current.onBrush?.(range[0], range[1]);
    });
    made.on('click', (event) => handlers.current.onPick?.(event.dataIndex));
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    const drawing = { live: true };
    const draw = (): void => {
      if (!drawing.live || chart.current === undefined) return;
      chart.current.setOption(option, { notMerge: true });
      if (handlers.current.onBrush !== undefined) enableBrush(chart.current);
    };
    void fontsFor(option).then(draw, draw);
    return () => {
      drawing.live = false;
    };
  }, [option]);

  return <div ref={box} style={{ height, width: '100%' }} role="img" aria-label={label} />;
};
