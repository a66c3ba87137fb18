import type { Vehicle } from '@chedun/assets/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { getVehicle } from '../../api/assets.ts';
import { isNotFound } from '../../api/problem.ts';
import { queryTerm } from '../../lib/lucene.ts';
import { parseRange, rangeText } from '../../lib/range.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { TimeRangePicker } from '../../ui/TimeRangePicker.tsx';
import { AssetFiles } from '../hosts/AssetFiles.tsx';
import { VehicleRisk } from '../warnings/VehicleRisk.tsx';
import { BatteryPanel } from './BatteryPanel.tsx';
import { EcuPanel } from './EcuPanel.tsx';
import { ExportReports } from './ExportReports.tsx';
import { SeriesPanel } from './SeriesPanel.tsx';
import { StatePanel } from './StatePanel.tsx';
import { STATUS_TONE } from './status.ts';
import { TrackPanel } from './TrackPanel.tsx';
import { useTwinRange } from './twinRange.ts';
import { VehicleFindings } from './VehicleFindings.tsx';
import { useVehicleFindings, VehicleTimeline } from './VehicleTimeline.tsx';

/** 车辆孪生: one vehicle as it is now, what happened to it, and what is built into it. */
export const VehiclePage = () => {
  const { vin } = useParams({ from: '/app/vehicles/$vin' });
  const search = useSearch({ from: '/app/vehicles/$vin' });
  const range = parseRange(search.range, '1h');
  const { ends, follow, setFollow } = useTwinRange(range);
  const vehicle = useQuery({ queryKey: ['vehicle', vin], queryFn: ({ signal }) => getVehicle(vin, signal) });
  const findings = useVehicleFindings(vin);
  const known = findings.data?.items;
  const hasFindings = known !== undefined && known.length > 0;
  const findingsPanel = <VehicleFindings vin={vin} findings={known} error={findings.error} />;
  return (
    <div className="page">
      <TwinHead vin={vin} vehicle={vehicle.data} follow={follow} onFollow={setFollow} />
      <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) 380px', alignItems: 'start' }}>
        <div className="stack">
          <StatePanel vin={vin} follow={follow} />
          {hasFindings && findingsPanel}
          <SeriesPanel vin={vin} ends={ends} />
          <BatteryPanel vin={vin} ends={ends} follow={follow} />
          <TrackPanel vin={vin} ends={ends} />
          {!hasFindings && findingsPanel}
        </div>
        <div className="stack">
          <VehicleRisk vin={vin} />
          {vehicle.error !== null && <NotOnRecord error={vehicle.error} onRetry={() => void vehicle.refetch()} />}
          {vehicle.data !== undefined && <ProfilePanel vehicle={vehicle.data} />}
          {vehicle.error === null && <EcuPanel vehicle={vehicle.data} />}
          <VehicleTimeline vin={vin} ends={ends} findings={known} />
        </div>
      </div>
    </div>
  );
};

interface TwinHeadProps {
  readonly vin: string;
  readonly vehicle: Vehicle | undefined;
  readonly follow: boolean;
  readonly onFollow: (on: boolean) => void;
}

const TwinHead = ({ vin, vehicle, follow, onFollow }: TwinHeadProps) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/vehicles/$vin' });
  const range = parseRange(search.range, '1h');
  return (
    <PageHead
      title={
        <span className="mono" style={{ fontSize: 18 }}>
          {vin}
        </span>
      }
      about={vehicle === undefined ? undefined : <VehicleLine vehicle={vehicle} />}
      extra={
        <>
          <label className="row nowrap" style={{ gap: 6 }}>
            <Switch size="small" checked={follow} disabled={range.kind === 'fixed'} onChange={onFollow} />
            <span className="soft">{t('twin.follow')}</span>
          </label>
          <TimeRangePicker
            value={range}
            onChange={(chosen) =>
              void navigate({ to: '/vehicles/$vin', params: { vin }, search: { range: rangeText(chosen) } })
            }
          />
          <ExportReports vin={vin} range={range} />
          <Link to="/search" search={{ q: queryTerm('vin', vin), range: '7d' }}>
            <Button>{t('vehicles.allEvents')}</Button>
          </Link>
        </>
      }
    />
  );
};

const NotOnRecord = ({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) => {
  const { t } = useTranslation();
  if (!isNotFound(error)) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <Panel title={t('vehicles.profile')}>
      <EmptyState
        size="small"
        title={t('vehicles.notOnRecord')}
        hint={t('vehicles.notOnRecordHint')}
        action={<AssetFiles kind="vehicle" />}
      />
    </Panel>
  );
};

const VehicleLine = ({ vehicle }: { readonly vehicle: Vehicle }) => {
  const { t } = useTranslation();
  return (
    <span className="row wrap" style={{ gap: 6, marginTop: 4 }}>
      <span>
        {[vehicle.brand, vehicle.model, vehicle.modelYear].filter((part) => part !== '' && part !== null).join(' ')}
      </span>
      <Chip tone={STATUS_TONE[vehicle.status]}>{t(`vehicles.statusOf.${vehicle.status}`)}</Chip>
      {vehicle.checkDigit === 'wrong' && (
        <Chip tone="medium" title={t('vehicles.checkDigitHint')}>
          {t('vehicles.checkDigitWrong')}
        </Chip>
      )}
      {vehicle.tags.map((tag) => (
        <Chip key={tag}>{tag}</Chip>
      ))}
    </span>
  );
};

const ProfilePanel = ({ vehicle }: { readonly vehicle: Vehicle }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('vehicles.profile')}>
      <Facts
        items={[
          [t('vehicles.criticality'), t(`criticality.${vehicle.criticality}`)],
          [t('vehicles.ownerRef'), vehicle.ownerRef],
          [t('vehicles.firstSeen'), <TimeText key="first" at={vehicle.firstSeenAt} />],
          [t('vehicles.lastSeen'), <TimeText key="last" at={vehicle.lastSeen?.at} />],
          [t('vehicles.updated'), <TimeText key="updated" at={vehicle.updatedAt} />],
        ]}
      />
    </Panel>
  );
};
