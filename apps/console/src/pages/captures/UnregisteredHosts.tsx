import type { UnregisteredHost } from '@chedun/captures/contract';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unregisteredHosts } from '../../api/captures.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FindBox } from '../../ui/FindBox.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { AssetFiles } from '../hosts/AssetFiles.tsx';

const columnsOf = (t: TFunction): readonly Column<UnregisteredHost>[] => [
  monoColumn('address', t('pcap.address'), (row) => row.address, { width: 170 }),
  textColumn('names', t('pcap.calledAs'), (row) => row.names.join(', '), { clip: 'clip' }),
  textColumn('ports', t('pcap.serverPorts'), (row) => row.serverPorts.join(', '), { width: 150, clip: 'clip' }),
  textColumn('protocols', t('pcap.protocols'), (row) => row.protocols.join(', '), { width: 150, clip: 'clip' }),
  shownColumn(
    'captures',
    t('captures.inCaptures'),
    (row) => row.captures,
    (row) => (
      <Link to="/captures/$id" params={{ id: row.lastCaptureId }}>
        {row.captures}
      </Link>
    ),
    { width: 96, align: 'right' },
  ),
  shownColumn(
    'first',
    t('captures.first'),
    (row) => row.first,
    (row) => <TimeText at={row.first} />,
    { width: 164 },
  ),
  shownColumn(
    'last',
    t('captures.last'),
    (row) => row.last,
    (row) => <TimeText at={row.last} />,
    { width: 164 },
  ),
];

/** Hosts that captures showed and no asset carries. */
export const UnregisteredHosts = () => {
  const { t } = useTranslation();
  const [find, setFind] = useState<string>();
  const columns = useMemo(() => columnsOf(t), [t]);
  const list = useCursorList(['unregistered-hosts', find], (cursor, signal) =>
    unregisteredHosts({ q: find, cursor, limit: 100 }, signal),
  );
  return (
    <Panel
      title={t('captures.unregisteredTab')}
      hint={t('captures.unregisteredHint')}
      extra={<AssetFiles kind="host" />}
      body="flush"
    >
      <FindBox placeholder={t('pcap.findHost')} onFind={setFind} />
      <DataTable
        {...list}
        columns={columns}
        rowKey={({ address }) => address}
        sorting={list.more.available ? 'none' : 'browser'}
        exportName="chedun-unregistered-hosts"
        minWidth={1000}
        empty={
          <EmptyState
            title={find === undefined ? t('captures.noUnregistered') : t('captures.noMatch')}
            hint={t('captures.noUnregisteredHint')}
          />
        }
      />
    </Panel>
  );
};
