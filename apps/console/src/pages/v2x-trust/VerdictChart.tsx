import { SecurityValue, type VerificationState } from '@chedun/v2x-trust/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { withGaps } from '../../lib/dayBars.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { timeBars } from '../../ui/chartOptions.ts';
import { useNow } from '../../ui/useNow.ts';
import { CHART_COLOR } from './words.ts';

const TICK_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Messages over time by what was found about them; kinds that did not occur are left out. */
export const VerdictChart = ({ state, hours }: { readonly state: VerificationState; readonly hours: number }) => {
  const { t } = useTranslation();
  const tone = usePalette();
  const { zone } = usePreferences();
  const now = useNow(TICK_MS);
  const option = useMemo(() => {
    const { overTime, stepMs } = state;
    const steps = Math.ceil((hours * HOUR_MS) / stepMs);
    const seen = SecurityValue.options.filter((security) => overTime.some((point) => point.security === security));
    const kinds = seen.length === 0 ? (['ok'] as const) : seen;
    const last = Math.floor(now / stepMs) * stepMs;
    // The grid of the server begins at the epoch; an empty point at the end keeps all kinds on the same one.
    const rows = kinds.map((security) => {
      const points = overTime.filter((point) => point.security === security);
      const end = { at: new Date(last).toISOString(), count: 0 };
      return { security, bars: withGaps([end, ...points], { stepMs, steps, now }) };
    });
    const at = rows[0]?.bars.map((bar) => bar.at) ?? [];
    return timeBars(
      tone,
      { at, stepMs, zone },
      rows.map(({ security, bars }) => ({
        name: t(`roadTrust.securityOf.${security}`),
        color: tone[CHART_COLOR[security]],
        values: bars.map(({ count }) => count),
      })),
    );
  }, [state, hours, now, tone, zone, t]);
  return <Chart option={option} height={180} label={t('roadTrust.byVerdict')} />;
};
