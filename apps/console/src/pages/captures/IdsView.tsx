import type { CaptureDetail, IdsEventRow, IdsSummary } from '@chedun/captures/contract';
import { Tabs } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { captureIdsEvents } from '../../api/captures.ts';
import { formatCount } from '../../lib/format.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Kpi, Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { CaptureFindings } from './CaptureFindings.tsx';
import { ServerTable } from './ServerTable.tsx';

const columnsOf = (t: TFunction): readonly Column<IdsEventRow>[] => [
  monoColumn('eventId', t('idsEvents.eventId'), (row) => `0x${row.eventIdHex.replace(/^0x/i, '')}`, {
    width: 96,
    serverSort: 'eventId',
  }),
  textColumn('name', t('idsEvents.name'), (row) => row.name, { clip: 'clip' }),
  textColumn('idsm', t('idsEvents.idsm'), (row) => row.idsm, { width: 90, align: 'right', serverSort: 'idsm' }),
  textColumn('sensor', t('idsEvents.sensor'), (row) => row.sensor, { width: 80, align: 'right' }),
  textColumn('messages', t('idsEvents.messages'), (row) => row.messages, { width: 90, align: 'right' }),
  textColumn('events', t('idsEvents.events'), (row) => row.events, { width: 90, align: 'right', serverSort: 'events' }),
  monoColumn('context', t('idsEvents.context'), (row) => row.context, { clip: 'clip' }),
  shownColumn(
    'first',
    t('captures.first'),
    (row) => row.first ?? '',
    (row) => <TimeText at={row.first} />,
    { width: 164 },
  ),
  shownColumn(
    'last',
    t('captures.last'),
    (row) => row.last ?? '',
    (row) => <TimeText at={row.last} />,
    { width: 164 },
  ),
];

interface IdsViewProps {
  readonly capture: CaptureDetail;
  readonly summary: IdsSummary;
}

/** Security events of the control units, by kind and sensor. */
export const IdsView = ({ capture, summary }: IdsViewProps) => {
  const { t } = useTranslation();
  const columns = useMemo(() => columnsOf(t), [t]);
  const table = (
    <ServerTable
      name={['capture-ids-events', capture.id, capture.analysedAt]}
      load={(query, signal) => captureIdsEvents(capture.id, query, signal)}
      columns={columns}
      rowKey={({ seq }) => String(seq)}
      sort={{ by: 'events', rising: ['eventId', 'idsm'] }}
      find={t('idsEvents.find')}
      empty={{ title: t('idsEvents.empty'), hint: t('idsEvents.emptyHint') }}
      noMatch={t('captures.noMatch')}
      exportName={`chedun-${capture.id}-security-events`}
      minWidth={1080}
    />
  );
  return (
    <div className="stack">
      <div className="kpis">
        <Kpi label={t('idsEvents.messages')} value={formatCount(summary.messages)} />
        <Kpi label={t('idsEvents.events')} value={formatCount(summary.events)} />
        <Kpi label={t('idsEvents.signed')} value={formatCount(summary.signed)} />
        <Kpi label={t('idsEvents.idsms')} value={formatCount(summary.idsms.length)} />
        <Kpi label={t('captures.findings')} value={formatCount(capture.findings)} />
      </div>
      <Panel body="flush">
        <Tabs
          className="panel-tabs"
          items={[
            { key: 'events', label: t('idsEvents.title'), children: table },
            { key: 'findings', label: t('captures.findings'), children: <CaptureFindings capture={capture} /> },
          ]}
        />
      </Panel>
    </div>
  );
};
