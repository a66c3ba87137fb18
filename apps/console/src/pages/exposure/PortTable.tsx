import type { Exposed, Standing } from '@chedun/exposure/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { removeService } from '../../api/exposure.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

const TONE: Readonly<Record<Standing, string>> = {
  unapproved: 'critical',
  ended: 'critical',
  'not-open': 'medium',
  'not-probed': 'info',
  approved: 'good',
};

const columnsOf = (t: TFunction, actions: (port: Exposed) => ReactNode): readonly Column<Exposed>[] => [
  shownColumn(
    'standing',
    t('exposure.standing'),
    ({ standing }) => t(`exposure.is.${standing}`),
    ({ standing }) => <Chip tone={TONE[standing]}>{t(`exposure.is.${standing}`)}</Chip>,
    { width: 140 },
  ),
  monoColumn('host', t('exposure.host'), ({ host }) => host),
  textColumn('port', t('exposure.port'), ({ port }) => port, { width: 90, align: 'right' }),
  textColumn('purpose', t('exposure.purpose'), ({ service }) => service?.purpose ?? ''),
  textColumn('owner', t('exposure.owner'), ({ service }) => service?.owner ?? '', { width: 120 }),
  textColumn('approver', t('exposure.approver'), ({ service }) => service?.approver ?? '', { width: 120 }),
  textColumn('validTo', t('exposure.validTo'), ({ service }) => service?.validTo ?? '', { width: 120 }),
  shownColumn(
    'since',
    t('exposure.since'),
    ({ since }) => since ?? '',
    ({ since }) => (since === null ? '' : <TimeText at={since} />),
    { width: 170 },
  ),
  { key: 'actions', title: '', width: 170, render: actions },
];

/** Every port that is open or approved; what has to be handled comes first. */
export const PortTable = ({
  items,
  onApprove,
}: {
  readonly items: readonly Exposed[];
  readonly onApprove: ((port: Exposed) => void) | undefined;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: removeService,
    onSuccess: async () => client.invalidateQueries({ queryKey: ['exposure'] }),
    onError: say.problem,
  });
  const actions = (port: Exposed) =>
    onApprove !== undefined && (
      <div className="row nowrap">
        <Button size="small" onClick={() => onApprove(port)}>
          {t(port.service === null ? 'exposure.approveThis' : 'common.edit')}
        </Button>
        {port.service !== null && (
          <Popconfirm title={t('exposure.withdrawSure')} onConfirm={() => withdraw.mutate(port.service?.id ?? '')}>
            <Button size="small">{t('exposure.withdraw')}</Button>
          </Popconfirm>
        )}
      </div>
    );
  return (
    <Panel title={t('exposure.ports')} body="flush">
      <DataTable
        columns={columnsOf(t, actions)}
        rows={items}
        rowKey={({ host, port }) => `${host} ${port}`}
        sorting="browser"
        exportName="exposure"
        minWidth={1080}
        empty={<EmptyState size="small" title={t('exposure.noPorts')} hint={t('exposure.noPortsHint')} />}
      />
    </Panel>
  );
};
