import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { sightingHistory } from '../../api/intel.ts';
import { usePreferences } from '../../app/preferences.ts';
import { withGaps } from '../../lib/dayBars.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { timeBars } from '../../ui/chartOptions.ts';
import { useNow } from '../../ui/useNow.ts';

const DAY_MS = 86_400_000;
const REFRESH_MS = 10_000;
const TICK_MS = 60_000;

/** Matching events per day, of all indicators or of one. */
export const SightingChart = ({ days, indicator }: { readonly days: number; readonly indicator?: number }) => {
  const { t } = useTranslation();
  const tone = usePalette();
  const { zone } = usePreferences();
  const now = useNow(TICK_MS);
  const history = useQuery({
    queryKey: ['intel-history', days, indicator ?? 'all'],
    queryFn: ({ signal }) => sightingHistory(days, indicator, signal),
    refetchInterval: REFRESH_MS,
  });
  const option = useMemo(() => {
    const bars = withGaps(history.data?.points ?? [], { stepMs: DAY_MS, steps: days, now });
    return timeBars(tone, { at: bars.map(({ at }) => at), stepMs: DAY_MS, zone }, [
      { name: t('intel.historyLine'), color: tone.critical, values: bars.map(({ count }) => count) },
    ]);
  }, [history.data, days, now, tone, zone, t]);
  return <Chart option={option} height={150} label={t('intel.history')} />;
};
