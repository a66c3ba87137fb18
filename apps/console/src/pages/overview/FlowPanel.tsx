import { ingestPermissions } from '@chedun/ingest/contract';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { flowHistory } from '../../api/ingest.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { timeLine } from '../../ui/chartOptions.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { StateDot } from '../../ui/Tags.tsx';
import type { LiveFlow } from './useLiveFlow.ts';

const MINUTE = 60_000;

/** Events a minute over the last hour, and whether the pipeline keeps up. */
export const FlowPanel = ({ flow }: { readonly flow: LiveFlow }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const may = useMay();
  const tone = usePalette();
  const history = useQuery({
    queryKey: ['flow-history', 60],
    queryFn: ({ signal }) => flowHistory(60, signal),
    enabled: may(ingestPermissions.read),
    refetchInterval: 20_000,
  });
  const option = useMemo(() => {
    const points = history.data?.points ?? [];
    const axis = { at: points.map(({ at }) => Date.parse(at)), stepMs: MINUTE, zone };
    return timeLine(tone, axis, [
      { name: t('sources.events'), color: tone.primary, values: points.map(({ events }) => events) },
      { name: t('sources.quarantined'), color: tone.high, values: points.map(({ quarantined }) => quarantined) },
    ]);
  }, [history.data, tone, zone, t]);
  return (
    <Panel
      title={t('overview.flow')}
      hint={t('overview.flowHint')}
      extra={
        <StateDot tone={flow.state === 'live' ? 'good' : 'medium'}>
          {flow.state === 'live' ? t('common.live') : t('common.reconnecting')}
        </StateDot>
      }
    >
      {history.error !== null && history.data === undefined ? (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} />
      ) : history.data === undefined ? (
        <Skeleton active paragraph={{ rows: 4 }} />
      ) : (
        <Chart option={option} height={186} label={t('overview.flow')} />
      )}
      <FlowWarning flow={flow} />
    </Panel>
  );
};

const FlowWarning = ({ flow }: { readonly flow: LiveFlow }) => {
  const { t } = useTranslation();
  const { latest } = flow;
  if (latest === undefined) return null;
  if (!latest.storeUp) return <StateDot tone="high">{t('overview.storeDown')}</StateDot>;
  const heavy = latest.detectBacklog + latest.storeBacklog > 1000;
  if (!heavy) return null;
  return (
    <StateDot tone="medium">
      {t('overview.backlog', { detect: latest.detectBacklog, store: latest.storeBacklog })}
    </StateDot>
  );
};
