import type { Capture, FlowRow, ProtocolShare } from '@chedun/captures/contract';
import { Input, InputNumber, Select } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { captureFlows } from '../../../api/captures.ts';
import { formatBytes, formatCount, formatDuration } from '../../../lib/format.ts';
import { monoColumn, shownColumn, textColumn } from '../../../ui/columns.tsx';
import type { Column } from '../../../ui/columns.tsx';
import { TimeText } from '../../../ui/Time.tsx';
import { ServerTable } from '../ServerTable.tsx';

const STATES = ['new', 'established', 'closed', 'bypassed'] as const;

const stateText = (t: TFunction, state: string): string => {
  const known = STATES.find((name) => name === state);
  return known === undefined ? state : t(`pcap.stateOf.${known}`);
};

const endText = (ip: string, port: number | null): string =>
  port === null ? ip : ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;

const columnsOf = (t: TFunction): readonly Column<FlowRow>[] => [
  shownColumn(
    'start',
    t('pcap.start'),
    (row) => row.start,
    (row) => <TimeText at={row.start} precise="millisecond" />,
    { width: 184, serverSort: 'start' },
  ),
  monoColumn('src', t('pcap.client'), (row) => endText(row.srcIp, row.srcPort), { clip: 'clip', serverSort: 'srcIp' }),
  monoColumn('dst', t('pcap.server'), (row) => endText(row.dstIp, row.dstPort), { clip: 'clip', serverSort: 'dstIp' }),
  textColumn('transport', t('pcap.transport'), (row) => row.transport, { width: 78 }),
  textColumn('protocol', t('pcap.protocol'), (row) => row.protocol.toUpperCase(), { width: 82 }),
  textColumn('name', t('pcap.serverName'), (row) => row.server, { clip: 'clip' }),
  textColumn('packets', t('pcap.packets'), (row) => formatCount(row.packetsToServer + row.packetsToClient), {
    width: 76,
    align: 'right',
  }),
  shownColumn(
    'up',
    t('pcap.toServer'),
    (row) => row.bytesToServer,
    (row) => formatBytes(row.bytesToServer),
    { width: 86, align: 'right' },
  ),
  shownColumn(
    'down',
    t('pcap.toClient'),
    (row) => row.bytesToClient,
    (row) => formatBytes(row.bytesToClient),
    { width: 86, align: 'right', serverSort: 'bytes' },
  ),
  shownColumn(
    'seconds',
    t('pcap.lasted'),
    (row) => row.seconds,
    (row) => formatDuration(row.seconds * 1000),
    { width: 82, align: 'right', serverSort: 'seconds' },
  ),
  textColumn('state', t('pcap.state'), (row) => stateText(t, row.state), { width: 84 }),
];

interface FlowTableProps {
  readonly capture: Capture;
  readonly protocols: readonly ProtocolShare[];
  readonly protocol: string | undefined;
  readonly onProtocol: (protocol: string | undefined) => void;
}

/** Who spoke with whom. */
export const FlowTable = ({ capture, protocols, protocol, onProtocol }: FlowTableProps) => {
  const { t } = useTranslation();
  const columns = useMemo(() => columnsOf(t), [t]);
  const [host, setHost] = useState<string>();
  const [port, setPort] = useState<number>();
  return (
    <ServerTable
      name={['capture-flows', capture.id, capture.analysedAt]}
      load={(query, signal) => captureFlows(capture.id, query, signal)}
      columns={columns}
      rowKey={({ seq }) => String(seq)}
      sort={{ by: 'start', rising: ['start', 'srcIp', 'dstIp'] }}
      query={{ protocol, host, port }}
      find={t('pcap.findFlow')}
      filters={
        <>
          <Select<string | null>
            allowClear
            placeholder={t('pcap.protocol')}
            aria-label={t('pcap.protocol')}
            style={{ width: 130 }}
            options={protocols.map(({ protocol: name }) => ({ value: name, label: name.toUpperCase() }))}
            value={protocol ?? null}
            onChange={(name) => onProtocol(name ?? undefined)}
          />
          <Input
            allowClear
            placeholder={t('pcap.hostAddress')}
            aria-label={t('pcap.hostAddress')}
            style={{ width: 180 }}
            onChange={({ target }) => setHost(target.value.trim() === '' ? undefined : target.value.trim())}
          />
          <InputNumber
            placeholder={t('pcap.port')}
            aria-label={t('pcap.port')}
            min={0}
            max={65_535}
            style={{ width: 96 }}
            onChange={(value) => setPort(typeof value === 'number' ? value : undefined)}
          />
        </>
      }
      empty={{ title: t('pcap.noFlows'), hint: t('pcap.noFlowsHint') }}
      noMatch={t('captures.noMatch')}
      exportName={`chedun-${capture.id}-flows`}
      minWidth={1180}
    />
  );
};
