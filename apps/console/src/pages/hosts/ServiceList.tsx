import type { Service } from '@chedun/assets/contract';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listServices } from '../../api/assets.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FindBox } from '../../ui/FindBox.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';

const columnsOf = (t: TFunction): readonly Column<Service>[] => [
  textColumn('name', t('hosts.name'), (row) => row.name, { width: 210 }),
  textColumn('type', t('hosts.type'), (row) => t(`hosts.typeOf.${row.type}`), { width: 110 }),
  shownColumn(
    'exposure',
    t('hosts.exposure'),
    (row) => t(`hosts.exposureOf.${row.exposure}`),
    (row) => <Chip tone={row.exposure === 'internet' ? 'high' : 'info'}>{t(`hosts.exposureOf.${row.exposure}`)}</Chip>,
    { width: 110 },
  ),
  monoColumn('url', t('hosts.url'), (row) => row.url, { clip: 'clip' }),
  monoColumn('hosts', t('hosts.onHosts'), (row) => row.hosts.join(', '), { width: 200, clip: 'clip' }),
  textColumn('team', t('hosts.team'), (row) => row.team, { width: 130, clip: 'clip' }),
  textColumn('criticality', t('vehicles.criticality'), (row) => t(`criticality.${row.criticality}`), { width: 100 }),
];

/** The services on record. */
export const ServiceList = () => {
  const { t } = useTranslation();
  const [find, setFind] = useState<string>();
  const columns = useMemo(() => columnsOf(t), [t]);
  const list = useCursorList(['services', find], (cursor, signal) =>
    listServices({ q: find, cursor, limit: 100 }, signal),
  );
  return (
    <Panel body="flush">
      <FindBox placeholder={t('hosts.findPlaceholder')} onFind={setFind} />
      <DataTable
        {...list}
        columns={columns}
        rowKey={(row) => row.name}
        sorting={list.more.available ? 'none' : 'browser'}
        exportName="chedun-services"
        minWidth={1000}
        empty={
          <EmptyState
            title={find === undefined ? t('hosts.emptyServices') : t('hosts.noMatch')}
            hint={t('hosts.emptyServicesHint')}
          />
        }
      />
    </Panel>
  );
};
