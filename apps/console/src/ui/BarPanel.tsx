import { useMemo } from 'react';
import { usePalette } from '../theme/useTheme.ts';
import { barOption, type Bars } from './barOption.ts';
import { Chart } from './Chart.tsx';
import { EmptyState } from './EmptyState.tsx';
import { Panel } from './Panel.tsx';

/** Counts by name as bars; `empty` is said where there is nothing to count. */
export const BarPanel = ({
  title,
  empty,
  names,
  series,
}: Bars & { readonly title: string; readonly empty: string }) => {
  const tone = usePalette();
  const drawn = JSON.stringify({ names, series } satisfies Bars);
  const option = useMemo(() => barOption(tone, JSON.parse(drawn) as Bars), [tone, drawn]);
  return (
    <Panel title={title}>
      {names.length === 0 ? (
        <EmptyState size="small" title={empty} />
      ) : (
        <Chart option={option} height={220} label={title} />
      )}
    </Panel>
  );
};
