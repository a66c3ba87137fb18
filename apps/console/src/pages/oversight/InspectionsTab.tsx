import { oversightPermissions, type InspectionLine } from '@chedun/oversight/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listInspections } from '../../api/oversight.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { OrderDialog } from './OrderDialog.tsx';

export const INSPECTION_TONE: Readonly<Record<InspectionLine['state'], string>> = {
  ordered: 'low',
  running: 'high',
  ended: 'medium',
  reported: 'good',
  cancelled: 'info',
};

const useColumns = (): Column<InspectionLine>[] => {
  const { t } = useTranslation();
  return [
    monoColumn('number', t('oversight.inspection.number'), ({ number }) => number, { width: 130 }),
    textColumn('title', t('oversight.inspection.title'), ({ title }) => title),
    textColumn('firm', t('oversight.firm'), ({ enterprise }) => enterprise.name, { width: 190 }),
    shownColumn(
      'state',
      t('oversight.inspection.state'),
      ({ state }) => t(`oversight.inspection.states.${state}`),
      ({ state }) => <Chip tone={INSPECTION_TONE[state]}>{t(`oversight.inspection.states.${state}`)}</Chip>,
      { width: 110 },
    ),
    shownColumn(
      'from',
      t('oversight.inspection.from'),
      ({ from }) => from,
      ({ from }) => <TimeText at={from} />,
      { width: 160 },
    ),
    shownColumn(
      'until',
      t('oversight.inspection.until'),
      ({ until }) => until,
      ({ until }) => <TimeText at={until} />,
      { width: 160 },
    ),
    textColumn(
      'announced',
      t('oversight.inspection.announced'),
      ({ announced }) => t(`oversight.inspection.announcedOf.${announced ? 'yes' : 'no'}`),
      { width: 90 },
    ),
    textColumn('items', t('oversight.inspection.items'), ({ items }) => items, { width: 70 }),
    textColumn('deviations', t('oversight.inspection.deviations'), ({ deviations }) => deviations, { width: 80 }),
  ];
};

/** 监督检查: orders with scope, time box and named people. */
export const InspectionsTab = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay()(oversightPermissions.act);
  const [isOpen, setOpen] = useState(false);
  const found = useQuery({
    queryKey: ['oversight', 'inspections'],
    queryFn: ({ signal }) => listInspections(signal),
    refetchInterval: 30_000,
  });
  const extra = may && (
    <Button type="primary" onClick={() => setOpen(true)}>
      {t('oversight.inspection.order')}
    </Button>
  );
  return (
    <Panel title={t('oversight.tabs.inspections')} body="flush" extra={extra}>
      <DataTable<InspectionLine>
        columns={useColumns()}
        rows={found.data?.items}
        error={found.error}
        onRetry={() => void found.refetch()}
        rowKey={({ id }) => id}
        onRow={({ id }) => void navigate({ to: '/oversight/inspections/$id', params: { id } })}
        exportName="chedun-inspections"
        minWidth={1180}
        empty={<EmptyState title={t('oversight.inspection.empty')} hint={t('oversight.inspection.emptyHint')} />}
      />
      {isOpen && <OrderDialog onClose={() => setOpen(false)} />}
    </Panel>
  );
};
