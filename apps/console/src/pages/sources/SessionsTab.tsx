import type { SessionList } from '@chedun/ingest/contract';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { listSessions } from '../../api/ingest.ts';
import { formatCount } from '../../lib/format.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';

type Session = z.output<typeof SessionList>['items'][number];

const counted = (key: string, title: string, value: (row: Session) => number): Column<Session> =>
  shownColumn(key, title, value, (row) => formatCount(value(row)), { width: 110, align: 'right' });

const columnsOf = (t: TFunction): readonly Column<Session>[] => [
  monoColumn('peer', t('sources.peer'), (row) => row.peer),
  textColumn('platform', t('sources.platform'), (row) => row.platform ?? '', { width: 180 }),
  counted('vehicles', t('sources.sessionVehicles'), (row) => row.vehicles),
  counted('frames', t('sources.sessionFrames'), (row) => row.frames),
  shownColumn(
    'bad',
    t('sources.badFrames'),
    (row) => row.badFrames,
    (row) => <BadFrames count={row.badFrames} />,
    { width: 120, align: 'right' },
  ),
  shownColumn(
    'refused',
    t('sources.refusedFrames'),
    (row) => row.refusedFrames,
    (row) => <BadFrames count={row.refusedFrames} />,
    { width: 120, align: 'right' },
  ),
  shownColumn(
    'since',
    t('sources.since'),
    (row) => row.since,
    (row) => <TimeText at={row.since} />,
    { width: 170 },
  ),
  shownColumn(
    'last',
    t('sources.lastFrame'),
    (row) => row.lastFrame ?? '',
    (row) => <AgoText at={row.lastFrame} />,
    { width: 120 },
  ),
];

const BadFrames = ({ count }: { readonly count: number }) =>
  count === 0 ? (
    <span className="faint">0</span>
  ) : (
    <strong style={{ color: 'var(--high)' }}>{formatCount(count)}</strong>
  );

/** Connections to the GB/T 32960 listener. */
export const SessionsTab = () => {
  const { t } = useTranslation();
  const columns = useMemo(() => columnsOf(t), [t]);
  const sessions = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => listSessions(signal),
    refetchInterval: 5_000,
  });
  return (
    <Panel title={t('sources.sessions')} hint={t('sources.sessionsHint')} body="flush">
      <DataTable
        columns={columns}
        rows={sessions.data?.items}
        total={sessions.data?.total}
        rowKey={(row) => `${row.peer}@${row.since}`}
        error={sessions.error}
        onRetry={() => void sessions.refetch()}
        exportName="chedun-connections"
        empty={<EmptyState title={t('sources.sessionsEmpty')} hint={t('sources.sessionsEmptyHint')} />}
      />
    </Panel>
  );
};
