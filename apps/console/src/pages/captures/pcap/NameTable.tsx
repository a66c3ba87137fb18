import type { Capture, NameRow } from '@chedun/captures/contract';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { captureNames } from '../../../api/captures.ts';
import { monoColumn, shownColumn, textColumn } from '../../../ui/columns.tsx';
import type { Column } from '../../../ui/columns.tsx';
import { TimeText } from '../../../ui/Time.tsx';
import { ServerTable } from '../ServerTable.tsx';

type Via = NameRow['via'];

const columnsOf = (t: TFunction, via: Via): readonly Column<NameRow>[] => [
  monoColumn('name', t(`pcap.nameOf.${via}`), (row) => row.name, { clip: 'clip', serverSort: 'name' }),
  ...(via === 'http'
    ? []
    : [textColumn<NameRow>('detail', t(`pcap.detailOf.${via}`), (row) => row.detail, { width: 110 })]),
  textColumn('count', t('captures.count'), (row) => row.count, { width: 80, align: 'right', serverSort: 'count' }),
  ...(via === 'dns'
    ? [textColumn<NameRow>('failed', t('pcap.failedAnswers'), (row) => row.failed, { width: 96, align: 'right' })]
    : []),
  monoColumn('addresses', t(`pcap.addressesOf.${via}`), (row) => row.addresses.join(', '), { clip: 'clip' }),
  monoColumn('clients', t('pcap.clients'), (row) => row.clients.join(', '), { clip: 'clip' }),
  shownColumn(
    'first',
    t('captures.first'),
    (row) => row.first,
    (row) => <TimeText at={row.first} />,
    { width: 164, serverSort: 'first' },
  ),
];

interface NameTableProps {
  readonly capture: Capture;
  readonly via: Via;
}

/** Names that were asked for in DNS, or called in TLS handshakes or HTTP requests. */
export const NameTable = ({ capture, via }: NameTableProps) => {
  const { t } = useTranslation();
  const columns = useMemo(() => columnsOf(t, via), [t, via]);
  return (
    <ServerTable
      name={['capture-names', capture.id, capture.analysedAt, via]}
      load={(query, signal) => captureNames(capture.id, { ...query, via }, signal)}
      columns={columns}
      rowKey={({ seq }) => String(seq)}
      sort={{ by: 'count', rising: ['name', 'first'] }}
      find={t('pcap.findName')}
      empty={{ title: t(`pcap.noNamesOf.${via}`), hint: t('pcap.noNamesHint') }}
      noMatch={t('captures.noMatch')}
      exportName={`chedun-${capture.id}-${via}`}
    />
  );
};
