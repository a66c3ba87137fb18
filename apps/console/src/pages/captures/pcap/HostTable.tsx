import type { Capture, HostRow } from '@chedun/captures/contract';
import { Link } from '@tanstack/react-router';
import { Select } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { captureHosts } from '../../../api/captures.ts';
import { formatBytes } from '../../../lib/format.ts';
import { shownColumn, textColumn } from '../../../ui/columns.tsx';
import type { Column } from '../../../ui/columns.tsx';
import { Facts } from '../../../ui/Panel.tsx';
import { Chip } from '../../../ui/Tags.tsx';
import { TimeText } from '../../../ui/Time.tsx';
import { ServerTable } from '../ServerTable.tsx';

const columnsOf = (t: TFunction): readonly Column<HostRow>[] => [
  shownColumn(
    'address',
    t('pcap.address'),
    (row) => row.address,
    (row) => <span className="mono">{row.address}</span>,
    { width: 150, clip: 'clip', serverSort: 'address' },
  ),
  shownColumn(
    'asset',
    t('pcap.asset'),
    (row) => row.asset ?? (row.local ? t('pcap.notRegistered') : ''),
    (row) => <AssetCell row={row} />,
    { width: 130, clip: 'clip' },
  ),
  textColumn('names', t('pcap.calledAs'), (row) => row.names.join(', '), { clip: 'clip' }),
  textColumn('ports', t('pcap.serverPorts'), (row) => row.serverPorts.join(', '), { width: 120, clip: 'clip' }),
  textColumn('protocols', t('pcap.protocols'), (row) => row.protocols.join(', '), { width: 120, clip: 'clip' }),
  shownColumn(
    'ja4',
    'JA4',
    (row) => row.ja4.join(' '),
    (row) => <span className="mono">{row.ja4.join(' ')}</span>,
    { clip: 'clip' },
  ),
  textColumn('flows', t('pcap.flows'), (row) => row.flows, { width: 64, align: 'right', serverSort: 'flows' }),
  shownColumn(
    'bytes',
    t('pcap.traffic'),
    (row) => row.bytes,
    (row) => formatBytes(row.bytes),
    { width: 90, align: 'right', serverSort: 'bytes' },
  ),
  shownColumn(
    'first',
    t('captures.first'),
    (row) => row.first,
    (row) => <TimeText at={row.first} />,
    { width: 160, serverSort: 'first' },
  ),
];

const AssetCell = ({ row }: { readonly row: HostRow }) => {
  const { t } = useTranslation();
  if (row.asset !== null) return <Link to="/hosts">{row.asset}</Link>;
  return row.local ? <Chip tone="medium">{t('pcap.notRegistered')}</Chip> : <span className="faint">–</span>;
};

/** Every address of the capture with what it is called, what it serves and how its TLS clients look. */
export const HostTable = ({ capture }: { readonly capture: Capture }) => {
  const { t } = useTranslation();
  const columns = useMemo(() => columnsOf(t), [t]);
  const [local, setLocal] = useState<'true' | 'false'>();
  return (
    <ServerTable
      name={['capture-hosts', capture.id, capture.analysedAt]}
      load={(query, signal) => captureHosts(capture.id, query, signal)}
      columns={columns}
      rowKey={({ seq }) => String(seq)}
      sort={{ by: 'bytes', rising: ['address', 'first'] }}
      query={{ local }}
      find={t('pcap.findHost')}
      filters={
        <Select<'true' | 'false' | null>
          allowClear
          placeholder={t('pcap.whereabouts')}
          aria-label={t('pcap.whereabouts')}
          style={{ width: 130 }}
          options={[
            { value: 'true', label: t('pcap.inside') },
            { value: 'false', label: t('pcap.outside') },
          ]}
          value={local ?? null}
          onChange={(value) => setLocal(value ?? undefined)}
        />
      }
      expand={(row) => <HostFacts row={row} />}
      empty={{ title: t('pcap.noHosts'), hint: t('pcap.noFlowsHint') }}
      noMatch={t('captures.noMatch')}
      exportName={`chedun-${capture.id}-hosts`}
      minWidth={1180}
    />
  );
};

const HostFacts = ({ row }: { readonly row: HostRow }) => {
  const { t } = useTranslation();
  return (
    <Facts
      items={[
        [t('pcap.calledAs'), row.names.join(', ')],
        [t('pcap.serverPorts'), row.serverPorts.join(', ')],
        [t('pcap.protocols'), row.protocols.join(', ')],
        ['JA4', <Prints key="ja4" prints={row.ja4} />],
        ['JA3', <Prints key="ja3" prints={row.ja3} />],
        ['JA3S', <Prints key="ja3s" prints={row.ja3s} />],
        [t('captures.last'), <TimeText key="last" at={row.last} />],
      ]}
    />
  );
};

const Prints = ({ prints }: { readonly prints: readonly string[] }) =>
  prints.length === 0 ? <span className="faint">–</span> : <span className="mono">{prints.join('  ')}</span>;
