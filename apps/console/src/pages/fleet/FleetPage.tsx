import type { Fleet } from '@chedun/telemetry/contract';
import { watchPermissions } from '@chedun/watch/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { fleetSummary } from '../../api/telemetry.ts';
import { useMay } from '../../app/session.ts';
import { formatCount, formatRate } from '../../lib/format.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Kpi, PageHead, Panel } from '../../ui/Panel.tsx';
import { AlarmPanel, HistogramPanels, SourcePanel } from './FleetCharts.tsx';
import { FleetMap } from './FleetMap.tsx';
import { FleetTable } from './FleetTable.tsx';

const REFRESH_MS = 15_000;
const WINDOWS = [
  [5, 'short'],
  [15, 'quarter'],
  [60, 'hour'],
  [1440, 'day'],
] as const;
const USUAL_MINUTES = 15;

/** 车队: all vehicles that reported in the last minutes, from far enough away to see all of them. */
export const FleetPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const search = useSearch({ from: '/app/fleet' });
  const minutes = search.minutes ?? USUAL_MINUTES;
  const fleet = useQuery({
    queryKey: ['fleet', minutes],
    queryFn: ({ signal }) => fleetSummary(minutes, signal),
    refetchInterval: REFRESH_MS,
    placeholderData: (previous) => previous,
  });
  return (
    <div className="page stack">
      <PageHead
        title={t('nav.fleet')}
        about={t('fleet.about')}
        extra={
          <>
            <Segmented<number>
              value={minutes}
              options={WINDOWS.map(([value, key]) => ({ value, label: t(`fleet.window.${key}`) }))}
              onChange={(value) => void navigate({ to: '/fleet', search: { ...search, minutes: value } })}
            />
            {may(watchPermissions.read) && (
              <Link to="/campaigns">
                <Button>{t('nav.campaigns')}</Button>
              </Link>
            )}
            <Link to="/vehicles">
              <Button>{t('fleet.register')}</Button>
            </Link>
          </>
        }
      />
      {fleet.error !== null && fleet.data === undefined && (
        <ErrorState error={fleet.error} onRetry={() => void fleet.refetch()} />
      )}
      {fleet.data?.vehicles === 0 ? (
        <Panel>
          <EmptyState title={t('fleet.none')} hint={t('fleet.noneHint')} />
        </Panel>
      ) : (
        <FleetView fleet={fleet.data} minutes={minutes} />
      )}
    </div>
  );
};

const FleetView = ({ fleet, minutes }: { readonly fleet: Fleet | undefined; readonly minutes: number }) => (
  <>
    <Headline fleet={fleet} />
    <HistogramPanels fleet={fleet} />
    <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) 360px', alignItems: 'start' }}>
      <FleetMap minutes={minutes} />
      <div className="stack">
        <AlarmPanel fleet={fleet} />
        <SourcePanel fleet={fleet} />
      </div>
    </div>
    <FleetTable minutes={minutes} sources={fleet?.sources.map(({ source }) => source) ?? []} />
  </>
);

const countOf = (list: Fleet['state'] | undefined, name: string): number =>
  list?.find((entry) => entry.name === name)?.vehicles ?? 0;

const Headline = ({ fleet }: { readonly fleet: Fleet | undefined }) => {
  const { t } = useTranslation();
  const charging = countOf(fleet?.charge, 'parked') + countOf(fleet?.charge, 'driving');
  const alarmed = (fleet?.alarmLevel ?? []).filter(({ name }) => /^[1-4]$/.test(name));
  const alarms = alarmed.reduce((sum, { vehicles }) => sum + vehicles, 0);
  const severe = countOf(alarmed, '3') + countOf(alarmed, '4');
  const shown = (value: number): string => (fleet === undefined ? '–' : formatCount(value));
  const sampled =
    fleet !== undefined && fleet.sampledOneIn > 1 ? t('fleet.sampled', { oneIn: fleet.sampledOneIn }) : undefined;
  return (
    <div className="kpis">
      <Kpi label={t('fleet.vehicles')} value={shown(fleet?.vehicles ?? 0)} note={sampled ?? t('fleet.vehiclesNote')} />
      <Kpi
        label={t('fleet.rate')}
        value={fleet === undefined ? '–' : formatRate(fleet.reportsPerSecond)}
        unit={t('common.perSecond')}
        note={t('fleet.rateNote', { reports: shown(fleet?.reports ?? 0) })}
      />
      <Kpi label={t('fleet.running')} value={shown(countOf(fleet?.state, 'on'))} note={t('fleet.runningNote')} />
      <Kpi label={t('fleet.charging')} value={shown(charging)} note={t('fleet.chargingNote')} />
      <Kpi
        label={t('fleet.alarmed')}
        value={shown(alarms)}
        note={t('fleet.alarmedNote', { severe: shown(severe) })}
        {...(severe > 0 ? { tone: 'critical' } : {})}
      />
    </div>
  );
};
