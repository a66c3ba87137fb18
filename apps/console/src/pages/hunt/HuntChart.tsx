import type { HuntDetail } from '@chedun/hunt/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { huntBars } from '../../lib/hunts.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { timeBars } from '../../ui/chartOptions.ts';

/** Hits over the range of a hunt. */
export const HuntChart = ({ hunt }: { readonly hunt: HuntDetail }) => {
  const { t } = useTranslation();
  const tone = usePalette();
  const { zone } = usePreferences();
  const option = useMemo(() => {
    const bars = huntBars(hunt);
    return timeBars(tone, { at: bars.map(({ at }) => at), stepMs: hunt.barMs, zone }, [
      { name: t('hunt.histogramLine'), color: tone.critical, values: bars.map(({ hits }) => hits) },
    ]);
  }, [hunt, tone, zone, t]);
  return <Chart option={option} height={150} label={t('hunt.histogram')} />;
};
