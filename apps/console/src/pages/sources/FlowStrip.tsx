import { useTranslation } from 'react-i18next';
import { formatCount, formatRate } from '../../lib/format.ts';
import { Kpi } from '../../ui/Panel.tsx';
import { useLiveFlow } from '../overview/useLiveFlow.ts';

const WAITING = '–';

/** The flow through the product right now. */
export const FlowStrip = () => {
  const { t } = useTranslation();
  const { latest } = useLiveFlow();
  const rate = (value: number | undefined): string => (value === undefined ? WAITING : formatRate(value));
  const count = (value: number | undefined): string => (value === undefined ? WAITING : formatCount(value));
  const unit = t('common.perSecond');
  return (
    <div className="kpis">
      <Kpi label={t('sources.accepted')} value={rate(latest?.acceptedPerSecond)} unit={unit} />
      <Kpi label={t('sources.evaluated')} value={rate(latest?.evaluatedPerSecond)} unit={unit} />
      <Kpi label={t('sources.stored')} value={rate(latest?.storedPerSecond)} unit={unit} />
      <Kpi
        label={t('sources.quarantineRate')}
        value={rate(latest?.quarantinedPerSecond)}
        unit={unit}
        {...((latest?.quarantinedPerSecond ?? 0) > 0 ? { tone: 'medium' } : {})}
      />
      <Kpi label={t('sources.detectBacklog')} value={count(latest?.detectBacklog)} unit={t('sources.frames')} />
      <Kpi label={t('sources.storeBacklog')} value={count(latest?.storeBacklog)} unit={t('sources.frames')} />
      <Kpi label={t('sources.connections')} value={count(latest?.openConnections)} />
    </div>
  );
};
