import { ingestPermissions } from '@chedun/ingest/contract';
import { telemetryPermissions } from '@chedun/telemetry/contract';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { vehicleState } from '../../api/ingest.ts';
import { latestReport } from '../../api/telemetry.ts';
import { useMay } from '../../app/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { StateDot } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { useNow } from '../../ui/useNow.ts';
import { ageTone, liveOf } from './live.ts';
import { LiveView } from './LiveView.tsx';

const REFRESH_MS = 5_000;

/** How the vehicle is now: gauges, facts and their age. */
export const StatePanel = ({ vin, follow }: { readonly vin: string; readonly follow: boolean }) => {
  const { t } = useTranslation();
  const may = useMay();
  const refetchInterval = follow ? REFRESH_MS : false;
  const report = useQuery({
    queryKey: ['report', vin],
    queryFn: ({ signal }) => latestReport(vin, signal),
    enabled: may(telemetryPermissions.read),
    refetchInterval,
  });
  const state = useQuery({
    queryKey: ['vehicle-state', vin],
    queryFn: ({ signal }) => vehicleState(vin, signal),
    enabled: may(ingestPermissions.read),
    refetchInterval,
  });
  const waiting = report.isLoading || state.isLoading;
  const live = waiting ? undefined : liveOf(report.data?.report, state.data?.state);
  const error = report.error ?? state.error;
  return (
    <Panel
      title={t('vehicles.state')}
      hint={t('vehicles.stateHint')}
      extra={live === undefined ? undefined : <AgeMark at={live.at} online={state.data?.state?.online} />}
    >
      {waiting && <Skeleton active paragraph={{ rows: 4 }} />}
      {live !== undefined && <LiveView live={live} />}
      {!waiting && live === undefined && error !== null && <ErrorState error={error} />}
      {!waiting && live === undefined && error === null && (
        <EmptyState size="small" title={t('vehicles.noState')} hint={t('vehicles.noStateHint')} />
      )}
    </Panel>
  );
};

const AgeMark = ({ at, online }: { readonly at: string; readonly online: boolean | undefined }) => {
  const { t } = useTranslation();
  const now = useNow(10_000);
  const tone = online === false ? 'info' : ageTone(at, now);
  return (
    <StateDot tone={tone}>
      {online !== undefined && `${online ? t('vehicles.online') : t('vehicles.offline')} · `}
      <AgoText at={at} />
    </StateDot>
  );
};
