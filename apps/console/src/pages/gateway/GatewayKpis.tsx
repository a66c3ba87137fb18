import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { gatewayCounts } from '../../api/gateway.ts';
import { formatCount } from '../../lib/format.ts';
import { Kpi } from '../../ui/Panel.tsx';

const REFRESH_MS = 5_000;
const WAITING = '–';

/** What the gate judged since the server started. */
export const GatewayKpis = () => {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['gateway', 'counts'],
    queryFn: ({ signal }) => gatewayCounts(signal),
    refetchInterval: REFRESH_MS,
  });
  const count = (of: 'judged' | 'violations' | 'refused' | 'unbound' | 'held'): string =>
    data === undefined ? WAITING : formatCount(data[of]);
  const isLimited = (data?.limits.sourcePerSecond ?? 0) + (data?.limits.vehiclePerMinute ?? 0) > 0;
  return (
    <div className="kpis">
      <Kpi label={t('gateway.judged')} value={count('judged')} note={t('gateway.judgedNote')} />
      <Kpi
        label={t('gateway.violations')}
        value={count('violations')}
        note={t('gateway.violationsNote')}
        tone={(data?.violations ?? 0) > 0 ? 'high' : 'good'}
      />
      <Kpi
        label={t('gateway.refused')}
        value={count('refused')}
        note={t('gateway.refusedNote', { count: data?.blocked ?? 0 })}
      />
      <Kpi label={t('gateway.unbound')} value={count('unbound')} note={t('gateway.unboundNote')} />
      <Kpi
        label={t('gateway.held')}
        value={count('held')}
        note={
          isLimited
            ? t('gateway.heldNote', { count: data?.closedForRate ?? 0, flooding: data?.flooding ?? 0 })
            : t('gateway.heldOff')
        }
      />
    </div>
  );
};
