import type { Firing } from '@chedun/correlation/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { firingEvents, listFirings } from '../../api/correlation.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import { groupLine, shortNumber } from './TrialResult.tsx';

/** What fired, newest first; a line opens to the events of the firing. */
export const FiringsTab = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const list = useCursorList(['firings', id], (cursor, signal) => listFirings(id, cursor, signal), {
    refetchMs: 15_000,
  });
  return (
    <Panel body="flush">
      <DataTable<Firing>
        {...list}
        rowKey={(row) => row.id}
        exportName="chedun-firings"
        sorting="none"
        minWidth={900}
        empty={<EmptyState title={t('correlations.firingsEmpty')} hint={t('correlations.firingsEmptyHint')} />}
        columns={[
          shownColumn(
            'at',
            t('correlations.at'),
            (row) => row.at,
            (row) => <TimeText at={row.at} />,
            { width: 180 },
          ),
          shownColumn(
            'group',
            t('correlations.group'),
            (row) => groupLine(row.group),
            (row) => (
              <span className="row" style={{ gap: 6 }}>
                <span className="mono clip">
                  {row.group.length === 0 ? t('correlations.noGroup') : groupLine(row.group)}
                </span>
                {!row.alone && <Chip>{t('correlations.chained')}</Chip>}
                {row.superseded && (
                  <span title={t('correlations.supersededHint')}>
                    <Chip>{t('correlations.superseded')}</Chip>
                  </span>
                )}
              </span>
            ),
            { clip: 'clip' },
          ),
          textColumn('value', t('correlations.value'), (row) => shortNumber(row.value), { width: 100, align: 'right' }),
          textColumn('events', t('correlations.events'), (row) => row.refs.length, { width: 90, align: 'right' }),
          shownColumn(
            'from',
            t('correlations.windowFrom'),
            (row) => row.from,
            (row) => <TimeText at={row.from} />,
            { width: 180 },
          ),
        ]}
        expand={(row) => <EventsOfFiring id={id} firing={row.id} />}
      />
    </Panel>
  );
};

const EventsOfFiring = ({ id, firing }: { readonly id: string; readonly firing: string }) => {
  const { t } = useTranslation();
  const events = useQuery({
    queryKey: ['firing-events', id, firing],
    queryFn: ({ signal }) => firingEvents(id, firing, signal),
  });
  if (events.error !== null) return <ErrorState error={events.error} onRetry={() => void events.refetch()} />;
  if (events.data === undefined) return <Skeleton active paragraph={{ rows: 3 }} />;
  return (
    <div className="stack" style={{ gap: 4, padding: '2px 0 6px' }}>
      <strong>{t('correlations.eventsOf')}</strong>
      {events.data.items.map(({ ref, at, summary, stored }) => (
        <div key={`${ref.journal}/${ref.seq}/${ref.index}`} className="row">
          <span className="soft nowrap">
            <TimeText at={at} precise="millisecond" />
          </span>
          {stored ? (
            <Link
              to="/search"
              search={{ q: `journal:${ref.journal} AND seq:${ref.seq} AND idx:${ref.index}` }}
              className="clip"
            >
              {summary === '' ? t('correlations.openEvent') : summary}
            </Link>
          ) : (
            <span className="faint">{t('correlations.eventGone')}</span>
          )}
        </div>
      ))}
    </div>
  );
};
