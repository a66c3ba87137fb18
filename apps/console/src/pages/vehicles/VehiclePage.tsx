import type { Vehicle } from '@chedun/assets/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { getVehicle } from '../../api/assets.ts';
import { isNotFound } from '../../api/problem.ts';
import { queryTerm } from '../../lib/lucene.ts';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { AssetFiles } from '../hosts/AssetFiles.tsx';
import { StatePanel } from './StatePanel.tsx';
import { VehicleTimeline } from './VehicleTimeline.tsx';
import { STATUS_TONE } from './status.ts';

/** One vehicle: its state now, what happened to it, and what is built into it. */
export const VehiclePage = () => {
  const { t } = useTranslation();
  const { vin } = useParams({ from: '/app/vehicles/$vin' });
  const vehicle = useQuery({ queryKey: ['vehicle', vin], queryFn: ({ signal }) => getVehicle(vin, signal) });
  return (
    <div className="page">
      <PageHead
        title={
          <span className="mono" style={{ fontSize: 18 }}>
            {vin}
          </span>
        }
        about={vehicle.data === undefined ? undefined : <VehicleLine vehicle={vehicle.data} />}
        extra={
          <Link to="/search" search={{ q: queryTerm('vin', vin), range: '7d' }}>
            <Button>{t('vehicles.allEvents')}</Button>
          </Link>
        }
      />
      <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) 380px', alignItems: 'start' }}>
        <div className="stack">
          <StatePanel vin={vin} />
          {vehicle.error === null && <EcuPanel vehicle={vehicle.data} />}
        </div>
        <div className="stack">
          {vehicle.error !== null && <NotOnRecord error={vehicle.error} onRetry={() => void vehicle.refetch()} />}
          {vehicle.data !== undefined && <ProfilePanel vehicle={vehicle.data} />}
          <VehicleTimeline vin={vin} />
        </div>
      </div>
    </div>
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

type EcuRow = Vehicle['ecus'][number];

const EcuPanel = ({ vehicle }: { readonly vehicle: Vehicle | undefined }) => {
  const { t } = useTranslation();
  const columns: readonly Column<EcuRow>[] = [
    {
      key: 'name',
      title: t('vehicles.ecuName'),
      width: 110,
      render: (row) => <strong>{row.name}</strong>,
      value: (row) => row.name,
    },
    {
      key: 'software',
      title: t('vehicles.software'),
      width: 150,
      render: (row) => <span className="mono">{row.softwareVersion}</span>,
      value: (row) => row.softwareVersion,
    },
    {
      key: 'hardware',
      title: t('vehicles.hardware'),
      width: 130,
      render: (row) => <span className="mono">{row.hardwareVersion}</span>,
      value: (row) => row.hardwareVersion,
    },
    {
      key: 'part',
      title: t('vehicles.partNumber'),
      width: 150,
      render: (row) => <span className="mono">{row.partNumber}</span>,
      value: (row) => row.partNumber,
    },
    { key: 'supplier', title: t('vehicles.supplier'), render: (row) => row.supplier, value: (row) => row.supplier },
  ];
  return (
    <Panel title={t('vehicles.ecus')} body="flush">
      {vehicle === undefined ? (
        <Skeleton active style={{ padding: 14 }} />
      ) : (
        <DataTable
          columns={columns}
          rows={vehicle.ecus}
          rowKey={(row) => row.name}
          exportName={`chedun-${vehicle.vin}-ecus`}
          minWidth={600}
          empty={<EmptyState size="small" title={t('vehicles.noEcus')} hint={t('vehicles.noEcusHint')} />}
        />
      )}
    </Panel>
  );
};
