import type { Capture, MqttRow } from '@chedun/captures/contract';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { captureMqtt } from '../../../api/captures.ts';
import { monoColumn, shownColumn, textColumn } from '../../../ui/columns.tsx';
import type { Column } from '../../../ui/columns.tsx';
import { TimeText } from '../../../ui/Time.tsx';
import { ServerTable } from '../ServerTable.tsx';

const columnsOf = (t: TFunction): readonly Column<MqttRow>[] => [
  monoColumn('action', t('pcap.mqttAction'), (row) => row.action.toUpperCase(), { width: 120 }),
  monoColumn('topic', t('pcap.topic'), (row) => row.topic, { clip: 'clip', serverSort: 'topic' }),
  monoColumn('clientId', t('pcap.clientId'), (row) => row.clientId, { width: 170, clip: 'clip' }),
  textColumn('user', t('pcap.user'), (row) => row.user, { width: 110, clip: 'clip' }),
  monoColumn('client', t('pcap.client'), (row) => row.clientIp, { width: 140, clip: 'clip' }),
  monoColumn('broker', t('pcap.broker'), (row) => `${row.brokerIp}:${row.brokerPort}`, { width: 170, clip: 'clip' }),
  textColumn('count', t('captures.count'), (row) => row.count, { width: 74, align: 'right', serverSort: 'count' }),
  shownColumn(
    'first',
    t('captures.first'),
    (row) => row.first,
    (row) => <TimeText at={row.first} />,
    { width: 160, serverSort: 'first' },
  ),
];

/** What MQTT clients did, by client, action and topic. */
export const MqttTable = ({ capture }: { readonly capture: Capture }) => {
  const { t } = useTranslation();
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <ServerTable
      name={['capture-mqtt', capture.id, capture.analysedAt]}
      load={(query, signal) => captureMqtt(capture.id, query, signal)}
      columns={columns}
      rowKey={({ seq }) => String(seq)}
      sort={{ by: 'first', rising: ['first', 'topic'] }}
      find={t('pcap.findMqtt')}
      empty={{ title: t('pcap.noMqtt'), hint: t('pcap.noNamesHint') }}
      noMatch={t('captures.noMatch')}
      exportName={`chedun-${capture.id}-mqtt`}
    />
  );
};
